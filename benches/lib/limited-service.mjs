// A service with a quota, as a fetch: refuses requests above the quota in any second, and counts. It checks no signatures.

const REFUSED = JSON.stringify({ Code: "Throttling.User", Message: "Request was denied due to user flow control." });

const reply = (status, text) => ({
  status,
  headers: { get: () => null },
  arrayBuffer: async () => new TextEncoder().encode(text).buffer,
});

/** Returns `{ fetch, counts }`; each way takes 10 to 30 ms. */
export function limitedService(quota) {
  const counts = { accepted: 0, refused: 0, stopped: new Set() };
  const times = [];
  const way = () => new Promise((resolve) => setTimeout(resolve, 10 + 20 * Math.random()));
  const fetch = async (url) => {
    await way();
    const nowMs = performance.now();
    while (times.length > 0 && nowMs - times[0] >= 1000) times.shift();
    const taken = times.length < quota;
    const TaskId = new URL(url).searchParams.get("TaskId");
    if (taken) {
      times.push(nowMs);
      counts.accepted += 1;
      counts.stopped.add(TaskId);
    } else {
      counts.refused += 1;
    }
    await way();
    return taken ? reply(200, JSON.stringify({ RequestId: "R", TaskId })) : reply(400, REFUSED);
  };
  return { fetch, counts };
}
