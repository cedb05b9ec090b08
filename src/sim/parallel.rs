//! Seeds of a run, shared among all processors.

use std::iter::{Skip, StepBy};
use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// The seeds of one processor.
pub(crate) type Seeds = StepBy<Skip<Range<u64>>>;

/// Plays the schedules of the seeds below `seeds`: `play` returns the counts of one processor's seeds.
pub(crate) fn on_all_processors<T: Send>(
    seeds: u64,
    play: impl Fn(Seeds) -> Result<T, String> + Copy + Send + Sync,
) -> Result<Vec<T>, String> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || play((0..seeds).skip(thread).step_by(threads))))
            .collect();
        let joined = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err("panicked".into())));
        joined.collect()
    })
}
