//! The question for the state of a task: the operation that describes the task, and the place of the state in its reply.

use super::Operation;

/// Question for the state of a task.
#[derive(Debug)]
#[non_exhaustive]
pub struct StateQuestion {
    /// The operation that describes the task.
    pub operation: &'static Operation,
    /// The member of its reply that contains the task, or a list with the task.
    pub member: &'static str,
    /// The name of the ID, as a parameter and as a member of a task.
    pub id: &'static str,
    /// The values of a task's `Status`. A number stands here as its decimal text.
    pub states: &'static [(&'static str, TaskState)],
}

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaskState {
    /// The task runs, or starts again by itself.
    Running,
    /// The task runs, and is about to stop.
    Stopping,
    /// The task does not run.
    Stopped,
}

impl StateQuestion {
    /// Returns the state of a `Status`.
    pub(crate) fn state(&self, status: &str) -> Option<TaskState> {
        let mut rows = self.states.iter();
        rows.find(|(name, _)| *name == status).map(|(_, state)| *state)
    }
}
