// The code under test: closes a room, and comes back to a recording that may be running.
const { LiveError } = require("apsara-live");

/** Closes a room. `later(ms)` is called if the recording may be running: close the room again then. */
async function closeRoom(live, room, later) {
  try {
    const { outcome } = await live.stopRtcCloudRecording({ taskId: room.taskId });
    room.state = "closed";
    return outcome;
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    if (!error.retryable) {
      room.state = "broken";
      throw error;
    }
    room.state = "closing";
    later(error.retryAfterMs ?? 30_000);
    return "later";
  }
}

module.exports = { closeRoom };
