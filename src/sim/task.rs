//! The model of a task: its state over time, and the service's descriptions of it.

use apsara_live_core::error::Verified;

use crate::scenario::Scenario;

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Missing,
    /// Not running yet. The service refuses to stop it with the code that also means "already stopped".
    Starting,
    Running,
    Recovering,
    Stopping,
    Stopped,
}

pub(crate) struct Task {
    pub(crate) state: State,
    /// The time at which a starting task runs, or a stopping task is stopped.
    settles_ms: Option<u64>,
    started: State,
    stopping_ms: u64,
}

impl Task {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            state: scenario.task,
            settles_ms: match scenario.task {
                State::Starting => scenario.starts_ms,
                State::Stopping => Some(scenario.stopping_ms),
                _ => None,
            },
            started: scenario.started,
            stopping_ms: scenario.stopping_ms,
        }
    }

    /// Lets the time pass.
    pub(crate) fn settle(&mut self, now_ms: u64) {
        if self.settles_ms.is_some_and(|ms| now_ms >= ms) {
            self.settles_ms = None;
            self.state = match self.state {
                State::Starting => self.started,
                State::Stopping => State::Stopped,
                state => state,
            };
        }
    }

    pub(crate) const fn is_stopped(&self) -> bool {
        matches!(self.state, State::Stopping | State::Stopped)
    }

    /// Stops the task, if it runs.
    pub(crate) const fn stop(&mut self, now_ms: u64) {
        if matches!(self.state, State::Running | State::Recovering) {
            self.state = State::Stopping;
            self.settles_ms = Some(now_ms + self.stopping_ms);
        }
    }

    /// Starts the task again, if it is stopping or stopped.
    pub(crate) const fn restart(&mut self) -> bool {
        let restarts = self.is_stopped();
        if restarts {
            self.state = State::Running;
            self.settles_ms = None;
        }
        restarts
    }

    /// The `Status` in a description of the task, and its meaning. A missing recording has no description.
    ///
    /// The page on recordings names no state of a starting task. A monitor is either running or not.
    pub(crate) const fn status(&self, recording: bool) -> (&'static str, Option<Verified>) {
        match (self.state, recording) {
            (State::Missing, _) => ("", Some(Verified::NotFound)),
            (State::Starting, true) => ("STARTING", None),
            (State::Running, true) => ("RUNNING", Some(Verified::Running)),
            (State::Recovering, true) => ("RECOVERING", Some(Verified::Running)),
            (State::Stopping, true) => ("STOPPING", Some(Verified::Stopping)),
            (State::Stopped, true) => ("STOPPED", Some(Verified::Stopped)),
            (State::Starting | State::Running | State::Recovering, false) => ("1", Some(Verified::Running)),
            (State::Stopping | State::Stopped, false) => ("0", Some(Verified::Stopped)),
        }
    }
}
