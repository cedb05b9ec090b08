//! The promises of the breaker: a run ends, every task is told, nothing is told that is not so, and an outage costs few requests.

use apsara_live_core::call::End;
use apsara_live_core::error::code;

use super::plan::Trouble;
use super::tally::Seen;
use super::{Outage, Task};

/// Requests during an outage, above those that were under way at its beginning.
const MAX_REQUESTS: usize = 40;

/// The longest time between probes while the account is throttled.
const THROTTLED_PROBE_MS: u64 = 3_000;

/// The longest time from the end of an outage to the next success: the longest time between probes, and a look.
const MAX_LOST_MS: u64 = 31_000;

/// The longest wait that a reply can ask for.
const MAX_ASKED_MS: u64 = 120_000;

/// Refusals that halt a run.
const MAX_REFUSED: usize = 10;

/// The longest exchange, and the waits between the attempts of one task.
const SLACK_MS: u64 = 60_000;

impl Outage<'_> {
    pub(super) fn check(&mut self) -> Result<(), String> {
        let dropped = self.plan.dropped.map(|(task, _)| task);
        for (number, task) in self.tasks.iter().enumerate() {
            match &task.end {
                None if dropped == Some(number) => {}
                None => return Err(format!("task {number} was not told")),
                Some(end) => check_end(task, end).map_err(|broken| format!("task {number}: {broken}: {end:?}"))?,
            }
        }
        self.check_end_of_outage()?;
        if self.plan.trouble == Trouble::Refused && self.plan.from_ms == 0 && self.sent_ms.len() > MAX_REFUSED {
            // Exchanges that are lost tell nothing of the refusal.
            if self.plan.noise == 0 {
                return Err(format!("{} requests for a wrong AccessKey", self.sent_ms.len()));
            }
        }
        if self.plan.must_stop_all() {
            self.check_outage()?;
        }
        if self.plan.must_stop_the_rest() {
            let own = (self.plan.broken + self.plan.unknown).min(self.tasks.len());
            let left = self.tasks[own..]
                .iter()
                .position(|task| !matches!(task.end, Some(End::Stopped(_))));
            if let Some(left) = left {
                return Err(format!("task {} was not stopped beside tasks that fail", own + left));
            }
        }
        Ok(())
    }

    fn check_outage(&mut self) -> Result<(), String> {
        let left = self
            .tasks
            .iter()
            .position(|task| !matches!(task.end, Some(End::Stopped(_))));
        if let Some(left) = left {
            return Err(format!("task {left} was not stopped: {:?}", self.tasks[left].end));
        }
        let (from_ms, until_ms) = (self.plan.from_ms, self.plan.until_ms);
        let during = self
            .sent_ms
            .iter()
            .filter(|ms| (from_ms..until_ms).contains(ms))
            .count();
        // Without a limit, all of them are under way before the first failure. One that hangs is.
        let paced = if self.plan.is_paced && self.plan.trouble != Trouble::Hangs {
            0
        } else {
            self.plan.concurrency
        };
        let throttled = match self.plan.trouble {
            Trouble::Throttled { .. } => usize::try_from((until_ms - from_ms) / THROTTLED_PROBE_MS).unwrap_or(0),
            _ => 0,
        };
        // Those that were sent before the first refusal returned, at 50 a second.
        let sent = usize::try_from(self.plan.trip_ms / 20).unwrap_or(0);
        if during > MAX_REQUESTS.max(throttled + 20 + sent.min(self.plan.concurrency)) + paced {
            return Err(format!("{during} requests during the outage"));
        }
        let asked_ms = match self.plan.trouble {
            Trouble::Unavailable { retry_after_ms } | Trouble::Throttled { retry_after_ms } => {
                retry_after_ms.unwrap_or(0).min(MAX_ASKED_MS)
            }
            Trouble::Hangs => 5_000,
            _ => 0,
        };
        if let Some(ms) = self.recovered_ms {
            let lost_ms = ms - until_ms;
            if lost_ms > MAX_LOST_MS.max(asked_ms + 1_000) + self.plan.trip_ms {
                return Err(format!("{lost_ms} ms were lost after the outage"));
            }
            self.tally.count(Seen::Recovered);
        }
        Ok(())
    }

    /// No attempt is sent long after the run may no longer go on.
    fn check_end_of_outage(&mut self) -> Result<(), String> {
        let halted = self.tasks.iter().filter(|task| is_halted(task)).count();
        if halted > 0 {
            self.tally.count(match self.plan.trouble {
                Trouble::Refused => Seen::HaltedByRefusal,
                _ => Seen::HaltedByOutage,
            });
        }
        let is_over = self.plan.trouble == Trouble::Refused
            || (self.plan.until_ms - self.plan.from_ms) > self.plan.max_outage_ms
            || self.plan.broken > 0
            // Losses in a row hold the run, too.
            || self.plan.noise > 0;
        if halted > 0 && !is_over {
            return Err("the run was halted without a reason".into());
        }
        // The last probe may wait as long as the service has asked.
        let last_ms = self.plan.from_ms + self.plan.max_outage_ms + SLACK_MS + 2 * MAX_ASKED_MS;
        let passes = self
            .plan
            .until_ms
            .checked_add(SLACK_MS + MAX_ASKED_MS)
            .unwrap_or(last_ms);
        if self.plan.is_plain() && self.plan.is_paced && self.now_ms > last_ms.max(passes) {
            return Err(format!("the run ended only at {} ms", self.now_ms));
        }
        Ok(())
    }
}

fn is_halted(task: &Task) -> bool {
    matches!(&task.end, Some(End::Failed(failure)) if failure.code == code::RUN_HALTED)
}

fn check_end(task: &Task, end: &End) -> Result<(), &'static str> {
    let (attempts, must_run, must_be_stopped) = match end {
        End::Stopped(outcome) => (outcome.attempts, false, true),
        End::Failed(failure) => (failure.attempts, !failure.outcome_unknown, false),
        _ => return Err("has another end"),
    };
    if must_be_stopped && !task.is_stopped {
        return Err("is not stopped");
    }
    if must_run && task.is_stopped {
        return Err("is stopped");
    }
    if attempts != task.requests {
        return Err("had another number of requests");
    }
    if let End::Failed(failure) = end {
        let is_halted = failure.code == code::RUN_HALTED;
        if is_halted != failure.halted_by.is_some() || (is_halted && task.requests > 0) {
            return Err("is not halted as it says");
        }
    }
    Ok(())
}
