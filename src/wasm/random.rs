//! Random numbers of the runtime, drawn many at a time: one draw takes longer than to sign a request.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// Numbers of one draw.
const POOL: usize = 256;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &mut [u8]);
}

struct Pool {
    numbers: [[u8; 16]; POOL],
    left: usize,
}

thread_local! {
    static RANDOM: RefCell<Pool> = const {
        RefCell::new(Pool { numbers: [[0; 16]; POOL], left: 0 })
    };
}

/// Returns 128 random bits, new for each call.
pub(crate) fn random() -> u128 {
    RANDOM.with_borrow_mut(|pool| {
        if pool.left == 0 {
            fill(pool.numbers.as_flattened_mut());
            pool.left = POOL;
        }
        pool.left -= 1;
        u128::from_ne_bytes(pool.numbers[pool.left])
    })
}
