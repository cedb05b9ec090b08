//! Random numbers of the runtime, drawn many at a time: one draw takes longer than to sign a request.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// Bytes of one draw: 64 numbers.
const POOL: usize = 1024;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &mut [u8]);
}

struct Pool {
    bytes: [u8; POOL],
    left: usize,
}

thread_local! {
    static RANDOM: RefCell<Pool> = const {
        RefCell::new(Pool { bytes: [0; POOL], left: 0 })
    };
}

/// Returns 128 random bits, new for each call.
pub(crate) fn random() -> u128 {
    RANDOM.with_borrow_mut(|pool| {
        if pool.left == 0 {
            fill(&mut pool.bytes);
            pool.left = POOL;
        }
        pool.left -= 16;
        let mut number = [0; 16];
        number.copy_from_slice(&pool.bytes[pool.left..pool.left + 16]);
        u128::from_ne_bytes(number)
    })
}
