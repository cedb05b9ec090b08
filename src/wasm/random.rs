//! Random numbers of the runtime, drawn many at a time: one draw takes longer than to sign a request.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// Numbers of one draw.
const POOL: usize = 256;

/// Older numbers are dropped: two copies of a machine that was stopped and copied, such as functions that start from a snapshot, would
/// both use them as nonces.
const FRESH_MS: u64 = 100;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &mut [u8]);
}

struct Pool {
    numbers: [[u8; 16]; POOL],
    left: usize,
    /// The time of the draw, by the wall clock, which goes on while a machine stands still.
    drawn_ms: i64,
}

thread_local! {
    static RANDOM: RefCell<Pool> = const {
        RefCell::new(Pool { numbers: [[0; 16]; POOL], left: 0, drawn_ms: 0 })
    };
}

/// Returns 128 random bits, new for each call, and drawn shortly before the given time of the wall clock.
pub(crate) fn random(wall_ms: i64) -> u128 {
    RANDOM.with_borrow_mut(|pool| {
        if pool.left == 0 || wall_ms.abs_diff(pool.drawn_ms) > FRESH_MS {
            fill(pool.numbers.as_flattened_mut());
            pool.left = POOL;
            pool.drawn_ms = wall_ms;
        }
        pool.left -= 1;
        u128::from_ne_bytes(pool.numbers[pool.left])
    })
}

#[cfg(all(test, target_family = "wasm"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn left_at(wall_ms: i64) -> usize {
        random(wall_ms);
        RANDOM.with_borrow(|pool| pool.left)
    }

    #[wasm_bindgen_test]
    fn numbers_are_dropped_when_the_clock_shows_that_the_machine_stood_still() {
        let begin = 1_900_000_000_000;
        assert_eq!(left_at(begin), POOL - 1);
        assert_eq!(left_at(begin + 100), POOL - 2);
        assert_eq!(left_at(begin + 101), POOL - 1);
        // A clock that was set back.
        assert_eq!(left_at(begin), POOL - 1);
        let numbers: std::collections::HashSet<_> = (0..1_000).map(|_| random(begin)).collect();
        assert_eq!(numbers.len(), 1_000);
    }
}
