//! No block of memory that is freed still contains the secret or the token.
//!
//! In the wasm, an allocator wipes whatever is freed. Native users have only what the crate wipes itself.
#![cfg(not(target_family = "wasm"))]
#![allow(unsafe_code, reason = "an allocator cannot be written without it")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use apsara_live_core::Credentials;
use apsara_live_core::sign::{SignatureMethod, Signer};

const SECRET: &str = "marker-secret-7f3a9c51d0e2";
const TOKEN: &str = "marker-token-b81e44c09d6a";

/// The number of freed blocks that contained a marker.
static FOUND: AtomicUsize = AtomicUsize::new(0);

struct Inspector;

// SAFETY: every block comes from the system's allocator and goes back to it.
unsafe impl GlobalAlloc for Inspector {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises. Zeroed, so that the inspection reads only written bytes.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is still the caller's, and all of it was written by `alloc`.
        let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
        let has = |marker: &str| bytes.windows(marker.len()).any(|part| part == marker.as_bytes());
        if has(SECRET) || has(TOKEN) {
            FOUND.fetch_add(1, Ordering::Relaxed);
        }
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static INSPECTOR: Inspector = Inspector;

#[test]
fn secrets_are_wiped_before_their_memory_is_freed() {
    for &method in SignatureMethod::ALL {
        let credentials = Credentials::new("testid", SECRET, Some(TOKEN)).unwrap();
        drop(Signer::new(method, credentials.clone()));
        drop(credentials);
        assert_eq!(FOUND.load(Ordering::Relaxed), 0, "{}", method.as_str());
    }
    // The inspection finds what is not wiped.
    drop(SECRET.to_owned());
    assert_eq!(FOUND.load(Ordering::Relaxed), 1);
}
