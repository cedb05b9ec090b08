// The checker of rates detects each violation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { busiestSecond, rateWhileBusy } from "./support/rates.mjs";

const evenly = (count, everyMs, from = 0) => Array.from({ length: count }, (_, index) => from + index * everyMs);

test("counts the busiest sliding second, from any time on", () => {
  assert.equal(busiestSecond([]), 0);
  assert.equal(busiestSecond(evenly(200, 20)), 50);
  // Two windows of one second, each with 50 requests: the end of the first and the begin of the second.
  assert.equal(busiestSecond([...evenly(50, 1, 900), ...evenly(50, 1, 1000)]), 100);
  assert.equal(busiestSecond([0, 1000]), 1);
  assert.equal(busiestSecond([999, 0]), 2);
});

test("measures the rate without the gaps", () => {
  assert.equal(rateWhileBusy(evenly(100, 20), { from: 0, to: 2000 }), 50);
  const times = [...evenly(50, 20), ...evenly(50, 20, 3000)];
  assert.equal(rateWhileBusy(times, { from: 0, to: 4000, gaps: [[1000, 3000]] }), 50);
  assert.equal(rateWhileBusy(times, { from: 0, to: 4000 }), 25);
});
