//! The methods of [`Client`] that stop a task. Written by `cargo xtask generate` from `src/core/operation`.

use apsara_live_core::operation::{
    STOP_LIVE_PULL_TO_PUSH, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING, STOP_RTC_CLOUD_TRANSCODE,
};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::client::Client;
use crate::host::Host;
use crate::members::Members;

#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
impl Client {
    /// Calls `StopRtcCloudRecording`.
    #[wasm_bindgen(js_name = stopRtcCloudRecording)]
    pub fn stop_rtc_cloud_recording(&self, params: Members, settings: Members, host: Host) -> Promise {
        self.stop(&STOP_RTC_CLOUD_RECORDING, params, &settings, host)
    }

    /// Calls `StopLiveStreamMonitor`.
    #[wasm_bindgen(js_name = stopLiveStreamMonitor)]
    pub fn stop_live_stream_monitor(&self, params: Members, settings: Members, host: Host) -> Promise {
        self.stop(&STOP_LIVE_STREAM_MONITOR, params, &settings, host)
    }

    /// Calls `StopLivePullToPush`.
    #[wasm_bindgen(js_name = stopLivePullToPush)]
    pub fn stop_live_pull_to_push(&self, params: Members, settings: Members, host: Host) -> Promise {
        self.stop(&STOP_LIVE_PULL_TO_PUSH, params, &settings, host)
    }

    /// Calls `StopRtcCloudTranscode`.
    #[wasm_bindgen(js_name = stopRtcCloudTranscode)]
    pub fn stop_rtc_cloud_transcode(&self, params: Members, settings: Members, host: Host) -> Promise {
        self.stop(&STOP_RTC_CLOUD_TRANSCODE, params, &settings, host)
    }
}
