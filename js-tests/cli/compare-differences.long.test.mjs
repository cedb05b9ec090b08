// `apsara-live compare` against services that differ from the emulator: every difference is found, and judged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compared, leftIn } from "./support/comparing.mjs";
import { otherService } from "./support/other-service.mjs";

const isStopOf = (exchange, code) => exchange.action === "StopLiveStreamMonitor" && exchange.body.Code === code;

/** Ways in which a service may differ, and the rows that have to say so: step, what, both values, row, whether an outcome differs. */
const WAYS = {
  "another message": {
    change: (exchange) => {
      if (isStopOf(exchange, "StreamMonitorAlreadyStop")) exchange.body.Message = "It does not run.";
    },
    rows: ["stop again", "stop the stopped monitor, HMAC-SHA1", "stop the stopped monitor, HMAC-SHA1, GET"]
      .concat("stop the stopped monitor, parameters in a form")
      .map((step) => [
        step,
        "message",
        "The monitor is already stopped.",
        "It does not run.",
        "codes: StreamMonitorAlreadyStop, its message",
        false,
      ]),
  },
  "another status": {
    change: (exchange) => {
      if (isStopOf(exchange, "StreamMonitorNotExist")) exchange.status = 400;
    },
    rows: ["stop the deleted monitor", "stop an unknown monitor"].map((step) => [
      step,
      "status",
      "404",
      "400",
      "codes: StreamMonitorNotExist, its status",
      false,
    ]),
  },
  "an extra member": {
    change: (exchange) => {
      if (exchange.action === "StartLiveStreamMonitor" && exchange.status === 200)
        exchange.body.Detail = { Node: "n1" };
    },
    rows: [["start", "member Detail", "none", "object", "reply names: no row", false]],
  },
  "an error in XML": {
    change: (exchange) => {
      if (exchange.body.Code !== "SignatureDoesNotMatch") return;
      const members = Object.entries(exchange.body).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
      exchange.body = `<?xml version="1.0" encoding="UTF-8"?><Error>${members.join("")}</Error>`;
      exchange.headers["content-type"] = "text/xml;charset=utf-8";
    },
    rows: ["describe, wrong secret", "describe, wrong secret, HMAC-SHA1"].flatMap((step) => [
      [step, "format", "JSON", "XML", "reply: its format", false],
    ]),
  },
  "no x-acs-request-id": {
    change: (exchange) => {
      if (exchange.action === "DeleteLiveStreamMonitor") delete exchange.headers["x-acs-request-id"];
    },
    rows: [["delete", "header x-acs-request-id", "request-N", "none", "headers: x-acs-request-id", false]],
  },
  "a recording that is STOPPING for longer": {
    options: { stopsAfterDescribes: 3 },
    rows: [
      [
        "describe the recording until STOPPED",
        "states",
        "STOPPED",
        "STOPPING x 3, STOPPED",
        "state questions: StopRtcCloudRecording",
        false,
      ],
    ],
  },
  "a monitor that runs on for two descriptions": {
    make: () => {
      let left = 0;
      return (exchange) => {
        if (exchange.action === "StopLiveStreamMonitor" && exchange.status === 200) left = 2;
        if (exchange.action !== "DescribeLiveStreamMonitorList" || left === 0) return;
        left -= 1;
        exchange.body.LiveStreamMonitorList[0].Status = 1;
      };
    },
    rows: [
      [
        "describe until STOPPED",
        "states",
        "STOPPED",
        "RUNNING x 2, STOPPED",
        "state questions: StopLiveStreamMonitor",
        false,
      ],
    ],
  },
  "throttling at the second call": {
    change: (exchange) => {
      // After the search for the new monitor.
      if (exchange.number === 3) throttle(exchange);
    },
    rows: [
      [
        "describe the new monitor",
        "throttling",
        "none",
        "400 Throttling.User, then STOPPED",
        "codes: Throttling.User",
        false,
      ],
    ],
  },
  // And what changes the outcome of a call.
  "a code that no table has": {
    change: (exchange) => {
      if (isStopOf(exchange, "StreamMonitorAlreadyStop")) exchange.body.Code = "MonitorIsNotRunning";
    },
    some: [
      "stop again",
      "code",
      "StreamMonitorAlreadyStop",
      "MonitorIsNotRunning",
      "codes: no row for MonitorIsNotRunning",
      true,
    ],
  },
  "a success that denies itself": {
    change: (exchange) => {
      if (exchange.action === "StopRtcCloudRecording" && exchange.status === 200) exchange.body.Success = false;
    },
    some: ["stop the recording", "member Success", "none", "boolean", "reply names: Success", true],
  },
  "throttling without end": {
    change: (exchange) => {
      if (exchange.action === "StopRtcCloudTranscode") throttle(exchange);
    },
    some: ["stop an unknown transcoding", "code", "NotFound", "Throttling.User", "codes: Throttling.User", true],
  },
  "a form that is not read": {
    change: (exchange) => {
      const isAcs3 = exchange.request.headers.authorization !== undefined;
      if (!isAcs3 || exchange.request.body === "" || exchange.action !== "StopLiveStreamMonitor") return;
      Object.assign(exchange, { status: 400, body: { ...exchange.body, Code: "MissingMonitorId", Message: "" } });
    },
    some: [
      "stop the stopped monitor, parameters in a form",
      "code",
      "StreamMonitorAlreadyStop",
      "MissingMonitorId",
      "codes: MissingMonitorId",
      true,
    ],
  },
};

function throttle(exchange) {
  exchange.status = 400;
  exchange.headers["x-acs-retry-after"] = "5";
  exchange.body = {
    ...exchange.body,
    Code: "Throttling.User",
    Message: "Request was denied due to user flow control.",
  };
}

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Placeholders are counted. */
const uncounted = (text) => text.replace(/(?<=request-)\d+/, "N");

const cells = ({ step, what, emulator, service, row, changesOutcome }) => [
  step,
  what,
  uncounted(emulator),
  uncounted(service),
  row,
  changesOutcome,
];

for (const [way, { make, change = make?.(), options, rows, some }] of Object.entries(WAYS)) {
  test(`a service with ${way}: found and judged`, async (t) => {
    const { emulator, url } = await otherService(t, { change, ...options });
    const result = await compared(url);
    const found = result.rows.map(cells);
    if (rows !== undefined) {
      const withoutType = found.filter(([, what]) => what !== "header content-type");
      assert.deepEqual(withoutType, rows, result.stderr);
      assert.equal(result.code, 0);
    } else {
      assert.ok(
        found.some((row) => JSON.stringify(row) === JSON.stringify(some)),
        JSON.stringify(found),
      );
      assert.deepEqual([result.code, result.summary.changed > 0], [1, true]);
    }
    assert.deepEqual(leftIn(emulator), []);
  });
}
