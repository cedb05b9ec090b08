//! Plays calls against a model of the service and a network that fails, one schedule a seed, and checks what the calls say.
//!
//! `--seeds N` plays the schedules 0 to N - 1, `--seed S` plays one and prints what happens in it.

mod check;
mod network;
mod scenario;
mod server;
mod world;

use std::process::ExitCode;

use scenario::Scenario;
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
    let mut tally = check::Tally::default();
    for seed in 0..seeds {
        let world = World::play(Scenario::draw(seed), false);
        if let Some(violation) = check::violation(&world) {
            println!("seed {seed}: {violation}");
            println!("replay it with: cargo xtask sim --seed {seed}");
            return ExitCode::FAILURE;
        }
        tally.count(&world);
    }
    println!("{seeds} schedules held: {tally}");
    // A simulation in which something never happens proves nothing about it.
    match tally.never_seen() {
        Some(missing) if seeds >= 10_000 => {
            println!("but no schedule had {missing}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn play_one(seed: u64) -> ExitCode {
    let world = World::play(Scenario::draw(seed), true);
    let Some(violation) = check::violation(&world) else {
        println!("seed {seed} holds");
        return ExitCode::SUCCESS;
    };
    println!("seed {seed}: {violation}");
    ExitCode::FAILURE
}
