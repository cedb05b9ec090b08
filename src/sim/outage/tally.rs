//! Counts of the situations that schedules of the breaker contained.

use std::fmt;

use super::play;
use crate::parallel::{Seeds, on_all_processors};

/// A situation that a schedule may contain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    Held,
    Waited,
    ManyInFlight,
    Dropped,
    Recovered,
    HaltedByRefusal,
    HaltedByOutage,
}

const ALL: [Seen; 7] = [
    Seen::Held,
    Seen::Waited,
    Seen::ManyInFlight,
    Seen::Dropped,
    Seen::Recovered,
    Seen::HaltedByRefusal,
    Seen::HaltedByOutage,
];

/// A number of schedules that contains every situation.
const ENOUGH: u64 = 1_000;

#[derive(Default)]
pub(crate) struct OutageTally([u64; ALL.len()]);

impl OutageTally {
    pub(crate) const fn count(&mut self, seen: Seen) {
        self.0[seen as usize] += 1;
    }
}

impl fmt::Display for OutageTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for seen in ALL {
            writeln!(f, "{:>12}  {seen:?}", self.0[seen as usize])?;
        }
        Ok(())
    }
}

/// Plays the schedules of the seeds below `seeds`, on all processors, and returns the counts.
pub(crate) fn outages(seeds: u64) -> Result<OutageTally, String> {
    let parts = on_all_processors(seeds, outages_of)?;
    let mut tally = OutageTally::default();
    for part in &parts {
        for (count, more) in tally.0.iter_mut().zip(part.0) {
            *count += more;
        }
    }
    match ALL.iter().find(|seen| tally.0[**seen as usize] == 0) {
        Some(missing) if seeds >= ENOUGH => Err(format!("no schedule of the breaker had this in it: {missing:?}")),
        _ => Ok(tally),
    }
}

fn outages_of(seeds: Seeds) -> Result<OutageTally, String> {
    let mut tally = OutageTally::default();
    for seed in seeds {
        play(seed, &mut tally).map_err(|broken| {
            format!("breaker, seed {seed}: {broken}\nreplay it with: cargo xtask sim --seed {seed}")
        })?;
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_breaker_keeps_its_promises() {
        if let Err(violation) = outages(2 * ENOUGH) {
            panic!("{violation}");
        }
    }
}
