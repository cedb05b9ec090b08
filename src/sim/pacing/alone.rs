//! A run that is alone on its account, at many quotas: no request is refused, and the run uses the quota.

use super::plan::Plan;
use super::tally::PacingTally;
use super::*;
use crate::shared_quota::{Limit, WINDOWS, Window};

const QUOTAS: [u32; 13] = [1, 2, 3, 5, 8, 10, 20, 30, 50, 100, 200, 500, 1_000];

/// The share of its quota, in percent, that a run without a pause uses from its first attempt to its last one.
fn used(seed: u64, quota: u32, window: Window, jitter_us: u64, cold: bool) -> Result<f64, String> {
    let seconds = 20 + 60 / quota;
    let plan = Plan {
        quota: Some(Limit {
            requests: quota,
            period_ms: 1_000,
        }),
        callers: 64.max(quota as usize / 2),
        duration_us: u64::from(seconds) * 1_000_000,
        lateness_us: 4_000,
        trip_us: 2_000,
        jitter_us,
        cold,
        window,
        ..Plan::draw(&mut fastrand::Rng::with_seed(0)).undisturbed()
    };
    let mut tally = PacingTally::default();
    let mut pacing = Pacing::new(fastrand::Rng::with_seed(seed), plan, &mut tally);
    pacing.run()?;
    let last_ms = pacing.admitted_ms.last().copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "some thousand attempts")]
    let sent = pacing.admitted_ms.len() as f64 - 1.0;
    Ok(100.0 * sent * 1_000.0 / last_ms / f64::from(quota))
}

/// The smallest use in a dozen runs on each window.
fn least_used(quota: u32, jitter_us: u64, cold: bool) -> f64 {
    let runs = (0..4).flat_map(|seed| WINDOWS.map(|window| used(seed, quota, window, jitter_us, cold)));
    runs.map(|used| used.unwrap_or_else(|broken| panic!("quota {quota}: {broken}")))
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn a_run_uses_its_quota_and_is_refused_nothing() {
    for quota in QUOTAS {
        for (jitter_us, cold, at_least) in [
            (0, false, 96.0),
            (20_000, false, 96.0),
            (20_000, true, 96.0),
            (50_000, true, 95.0),
            // Jitter that a run cannot measure costs a larger share of a small quota.
            (150_000, true, 60.0),
        ] {
            let used = least_used(quota, jitter_us, cold);
            assert!(used >= at_least, "{used} % of {quota}, {jitter_us} us, cold: {cold}");
        }
    }
}
