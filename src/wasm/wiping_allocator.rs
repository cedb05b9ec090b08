//! Allocator that wipes freed blocks, so that no copy of a secret stays in the memory of the instance.
//!
//! A secret passes through many buffers: strings of the glue, the canonical request, a vector that has grown. Wiping each by
//! hand would miss the next one.
#![allow(unsafe_code, reason = "an allocator is an unsafe trait")]

use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{Ordering, compiler_fence};

use talc::wasm::WasmDynamicTalc;

/// Talc is less than half of the standard library's allocator: 2.5 KB of the package, compressed.
struct Wiping(WasmDynamicTalc);

#[global_allocator]
static ALLOCATOR: Wiping = Wiping(talc::wasm::new_wasm_dynamic_allocator());

// SAFETY: every call is passed on; freed blocks are only written within their layout, before they are passed on. The provided
// `realloc` allocates, copies and frees, so it wipes as well.
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are the promises that Talc requires.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is the caller's, and as long as its layout.
        unsafe { block.write_bytes(0, layout.size()) };
        // Without the fence, the compiler may drop the write, because no code reads it.
        compiler_fence(Ordering::SeqCst);
        // SAFETY: see above.
        unsafe { self.0.dealloc(block, layout) };
    }
}
