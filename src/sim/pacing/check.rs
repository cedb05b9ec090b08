//! What the pacer promises of its rate, of a wait and of the use of a quota.

use super::tally::Seen;
use super::{Caller, Pacing};

impl Pacing<'_> {
    pub(super) fn check_rate(&self) -> Result<(), String> {
        let Some(quota) = self.plan.quota else { return Ok(()) };
        let rate = self.rate();
        // The rate of a quota of 1 is never cut.
        if rate > f64::from(quota.requests) * 0.97 + 1e-9 || rate < 0.969 {
            return Err(format!("a rate of {rate} at {quota:?}"));
        }
        Ok(())
    }

    /// Upper limit of a wait: all attempts that can be ahead, at the lowest rate, each delayed by a late timer.
    pub(super) fn check_wait(&self, caller: usize) -> Result<(), String> {
        let Some(quota) = self.plan.quota else { return Ok(()) };
        let Caller { asked_ms, answers, .. } = self.callers[caller];
        // Each cut, and each group of late timers, moves all waiting attempts to the end of the queue.
        let restarts = f64::from(answers);
        let slowest =
            (f64::from(quota.requests) * 0.97 * 0.85_f64.powi(i32::try_from(self.cuts).unwrap_or(0))).max(0.97);
        #[expect(clippy::cast_precision_loss, reason = "some seconds, and some hundred callers")]
        let (late_ms, callers) = (self.plan.lateness_us as f64 / 1_000.0, self.callers.len() as f64);
        // An abandoned permit leaves its time unused: in two periods, every caller may abandon some.
        let before = callers * if self.plan.aborts > 0 { 20.0 } else { 1.0 };
        let period_ms = self.period_ms();
        let longest_ms = (restarts + 1.0) * (before * period_ms / slowest + late_ms + period_ms + 3_000.0);
        let jumps_ms = if self.plan.jumps > 0 { f64::INFINITY } else { 0.0 };
        let waited_ms = self.own_ms - asked_ms;
        // After each jump of more than a period, the attempts without room ask anew. In the minutes of a schedule there are hundreds.
        let is_tossed = self.plan.jumps > 0 && period_ms > 1_000.0;
        let most_answers = if is_tossed { 90 } else { 60 };
        if waited_ms > longest_ms + jumps_ms || answers > most_answers {
            return Err(format!("an attempt waits {waited_ms} ms after {answers} answers"));
        }
        Ok(())
    }

    /// Constant demand uses the quota.
    pub(super) fn check_use(&mut self) -> Result<(), String> {
        let Some(quota) = self.plan.quota.filter(|_| self.plan.is_calm()) else {
            return Ok(());
        };
        let is_minute = quota.period_ms == 60_000;
        self.tally.count(if is_minute { Seen::CalmMinutes } else { Seen::Calm });
        // Without the burst at the beginning, and the period behind it.
        #[expect(clippy::cast_precision_loss, reason = "schedules take minutes")]
        let periods = self.plan.duration_us as f64 / self.period_us() as f64 - 2.5;
        let from_ms = 2.5 * self.period_ms();
        let begun = self.admitted_ms.partition_point(|at_ms| *at_ms < from_ms);
        #[expect(clippy::cast_precision_loss, reason = "some thousand attempts")]
        let used = (self.admitted_ms.len() - begun) as f64;
        let quota = f64::from(quota.requests);
        let whole = quota * periods;
        #[expect(clippy::cast_precision_loss, reason = "less than a second")]
        let jitter_ms = self.plan.jitter_us.saturating_sub(20_000) as f64 / 1_000.0;
        // A late timer at each end.
        let late = quota * 0.02 + 1.0;
        // A reply that takes longer than the shortest one keeps its attempt counted for longer.
        let unhurried = self.period_ms() / (self.period_ms() + jitter_ms);
        if used < whole * 0.95 * unhurried - late || used > whole * 0.97 + late + 1.0 {
            return Err(format!("{used} attempts in {periods} periods at a quota of {quota}"));
        }
        self.tally.add_use(used, whole);
        Ok(())
    }
}
