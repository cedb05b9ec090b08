// DescribeLiveStreamMonitorList: the monitors, filtered, ordered and in pages.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist

import type { ReplyMembers } from "../../wire/service-response.ts";
import type { Service } from "../service.ts";
import { monitorDetailsOf, serviceTime } from "../task-details.ts";
import type { MonitorState } from "../task-states.ts";
import { checkOwner, ofMonitors } from "./monitor-task.ts";
import { malformed, type Operation, type Parameters } from "./operation.ts";

/** The page gives no default: this is the size of its example. */
const DEFAULT_PAGE_SIZE = 10;

interface Listed {
  readonly id: string;
  readonly state: MonitorState;
  /** `undefined`: no request has started it. */
  readonly startedAt: number | undefined;
}

/** Comparison of each `OrderRule`. Equal monitors stay in the order of creation. */
const ORDERS: readonly ((a: Listed, b: Listed) => number)[] = [
  (a, b) => status(b.state) - status(a.state),
  (a, b) => (b.startedAt ?? -Infinity) - (a.startedAt ?? -Infinity) || 0,
  (a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || 0,
];

export const describeLiveStreamMonitorList: Operation = {
  ...ofMonitors,
  required: [],
  check(parameters) {
    checkOwner(parameters);
    pageOf(parameters);
  },
  execute(parameters, service) {
    const { order, status: only, pageNum, pageSize } = pageOf(parameters);
    const { MonitorId } = parameters;
    const found = [...service.monitors]
      .map(([id, state]): Listed => ({ id, state, startedAt: service.monitorTimes.get(id)?.startedAt }))
      .filter(({ id, state }) => (!MonitorId || id === MonitorId) && (only === undefined || only === status(state)))
      .sort(ORDERS[order]);
    const page = found.slice((pageNum - 1) * pageSize, pageNum * pageSize);
    return { Total: found.length, LiveStreamMonitorList: page.map((listed) => membersOf(listed, service)) };
  },
};

function status(state: MonitorState): 0 | 1 {
  return state === "RUNNING" ? 1 : 0;
}

function pageOf(parameters: Parameters) {
  return {
    order: wholeNumber(parameters, "OrderRule", 0, ORDERS.length - 1) ?? 0,
    status: wholeNumber(parameters, "Status", 0, 1),
    pageNum: wholeNumber(parameters, "PageNum", 1, 2 ** 31 - 1) ?? 1,
    pageSize: wholeNumber(parameters, "PageSize", 1, 2 ** 31 - 1) ?? DEFAULT_PAGE_SIZE,
  };
}

function wholeNumber(parameters: Parameters, name: string, min: number, max: number): number | undefined {
  const text = parameters[name];
  if (!text) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw malformed(name);
}

function membersOf({ id, state }: Listed, { monitorDetails, monitorTimes }: Service): ReplyMembers {
  const details = monitorDetails.get(id) ?? monitorDetailsOf(id);
  const { startedAt, stoppedAt } = monitorTimes.get(id) ?? {};
  const path = `${details.domain}/${details.app}/${details.stream}`;
  return {
    MonitorId: id,
    MonitorName: details.monitorName,
    Status: status(state),
    Region: details.region,
    Domain: details.domain,
    ...(startedAt === undefined ? {} : { StartTime: serviceTime(startedAt) }),
    ...(stoppedAt === undefined ? {} : { StopTime: serviceTime(stoppedAt) }),
    OutputTemplate: details.outputTemplate,
    OutputUrls: { FlvUrl: `http://${path}.flv`, RtmpUrl: `rtmp://${path}` },
    InputList: details.inputList,
    MonitorConfig: details.monitorConfig,
    CallbackUrl: details.callbackUrl,
    DingTalkWebHookUrl: details.dingTalkWebHookUrl,
    AudioFrom: 1,
  };
}
