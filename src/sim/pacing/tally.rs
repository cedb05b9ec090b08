//! Counts of the situations that schedules of the pacer contained: a rule is proved only in situations that occurred.

use std::fmt;

use super::play;
use crate::parallel::{Seeds, on_all_processors};

/// A situation that a schedule may contain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    Refused,
    RefusedAlone,
    Cut,
    Aborted,
    TooLate,
    ClockBack,
    ClockForward,
    Unlimited,
    Calm,
    CalmMinutes,
}

const ALL: [Seen; 10] = [
    Seen::Refused,
    Seen::RefusedAlone,
    Seen::Cut,
    Seen::Aborted,
    Seen::TooLate,
    Seen::ClockBack,
    Seen::ClockForward,
    Seen::Unlimited,
    Seen::Calm,
    Seen::CalmMinutes,
];

/// A number of schedules that contains every situation.
const ENOUGH: u64 = 1_000;

#[derive(Default)]
pub(crate) struct PacingTally {
    counts: [u64; ALL.len()],
    used: f64,
    whole: f64,
}

impl PacingTally {
    pub(crate) const fn count(&mut self, seen: Seen) {
        self.counts[seen as usize] += 1;
    }

    /// Records the used share of a quota.
    pub(crate) fn add_use(&mut self, used: f64, whole: f64) {
        self.used += used;
        self.whole += whole;
    }

    fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.add_use(other.used, other.whole);
    }
}

impl fmt::Display for PacingTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for seen in ALL {
            writeln!(f, "{:>12}  {seen:?}", self.counts[seen as usize])?;
        }
        writeln!(
            f,
            "{:>11.1}%  of the quota used while busy",
            100.0 * self.used / self.whole
        )
    }
}

/// Plays the schedules of the seeds below `seeds`, on all processors, and returns the counts.
pub(crate) fn pacing(seeds: u64) -> Result<PacingTally, String> {
    let parts = on_all_processors(seeds, pacing_of)?;
    let mut tally = PacingTally::default();
    for part in &parts {
        tally.add(part);
    }
    match ALL.iter().find(|seen| tally.counts[**seen as usize] == 0) {
        Some(missing) if seeds >= ENOUGH => Err(format!("no schedule of the pacer had this in it: {missing:?}")),
        _ => Ok(tally),
    }
}

fn pacing_of(seeds: Seeds) -> Result<PacingTally, String> {
    let mut tally = PacingTally::default();
    for seed in seeds {
        play(seed, &mut tally)
            .map_err(|broken| format!("pacer, seed {seed}: {broken}\nreplay it with: cargo xtask sim --seed {seed}"))?;
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pacer_keeps_its_promises() {
        if let Err(violation) = pacing(20 * ENOUGH) {
            panic!("{violation}");
        }
    }
}
