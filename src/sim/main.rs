//! Plays calls against a model of the service and a network with faults, one schedule a seed, and checks the ends of the calls.
//!
//! `--seeds N` plays the schedules 0 to N - 1, `--seed S` plays one and prints what happens in it.

mod check;
mod exchange;
mod network;
mod outage;
mod pacing;
mod parallel;
mod question;
mod record;
mod scenario;
mod server;
mod shared_quota;
mod tally;
mod task;
mod wire;
mod world;

use std::process::ExitCode;

use parallel::{Seeds, on_all_processors};
use scenario::Scenario;
use tally::{Seen, Tally};
use world::World;

const USAGE: &str = "usage: apsara-live-sim --seeds N | --seed S";

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let number = |text: &String| text.replace('_', "").parse::<u64>().ok();
    match (args.first().map(String::as_str), args.get(1).and_then(number)) {
        (Some("--seeds"), Some(seeds)) => play_all(seeds),
        (Some("--seed"), Some(seed)) => play_one(seed),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn play_all(seeds: u64) -> ExitCode {
    match tally(seeds) {
        Ok(tally) => {
            println!("{seeds} schedules held:\n{tally}");
            pace_all(seeds)
        }
        Err(violation) => {
            println!("{violation}");
            ExitCode::FAILURE
        }
    }
}

/// A schedule of the breaker is a run of many calls, and takes as long as ten others.
const BREAKER_SHARE: u64 = 10;

fn pace_all(seeds: u64) -> ExitCode {
    let pacer = pacing::tally::pacing(seeds).map(|tally| format!("{seeds} schedules of the pacer held:\n{tally}"));
    let runs = seeds.div_ceil(BREAKER_SHARE);
    let breaker =
        || outage::tally::outages(runs).map(|tally| format!("{runs} schedules of the breaker held:\n{tally}"));
    match pacer.and_then(|held| Ok(held + &breaker()?)) {
        Ok(held) => {
            println!("{held}");
            ExitCode::SUCCESS
        }
        Err(violation) => {
            println!("{violation}");
            ExitCode::FAILURE
        }
    }
}

/// A number of schedules that contains every situation.
const ENOUGH: u64 = 10_000;

/// Plays the schedules of the seeds below `seeds`, on all processors, and returns the counts.
fn tally(seeds: u64) -> Result<Tally, String> {
    let tallies = on_all_processors(seeds, tally_of)?;
    let mut tally = Tally::new();
    for part in &tallies {
        tally.add(part);
    }
    match tally.missing() {
        Some(missing) if seeds >= ENOUGH => Err(format!("no schedule had this in it: {missing}")),
        _ => Ok(tally),
    }
}

fn tally_of(seeds: Seeds) -> Result<Tally, String> {
    let mut tally = Tally::new();
    for seed in seeds {
        let world = World::play(Scenario::draw(seed), false);
        if let Some(violation) = check::violation(&world) {
            return Err(format!(
                "seed {seed}: {violation}\nreplay it with: cargo xtask sim --seed {seed}"
            ));
        }
        tally.add(&world.tally);
        for (call, record) in world.records.iter().enumerate() {
            tally.count_end(&world, call, record);
        }
        if world.account.clock_offset_ms() != 0 {
            tally.count(Seen::ClockLearnt);
        }
    }
    Ok(tally)
}

fn play_one(seed: u64) -> ExitCode {
    let world = World::play(Scenario::draw(seed), true);
    let paced = pacing::play(seed, &mut pacing::tally::PacingTally::default());
    let held = outage::play(seed, &mut outage::tally::OutageTally::default());
    let Some(violation) = check::violation(&world).or(paced.err()).or(held.err()) else {
        println!("seed {seed} holds");
        return ExitCode::SUCCESS;
    };
    println!("seed {seed}: {violation}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schedule_holds() {
        if let Err(violation) = tally(2 * ENOUGH) {
            panic!("{violation}");
        }
    }
}
