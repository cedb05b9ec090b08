// The public functions over a source of wasm. They hold no state but the running instance, and decide nothing.
import { callNumbers, callValues, clientValues, oneCallValues, paramValues, signValues } from "./convert.js";
import { LiveError } from "./errors.js";
import { createHost } from "./host.js";
import { createLoader } from "./loader.js";
import { Refusal } from "./read.js";

/** The operations that stop something, and the vendor's names for them. */
const OPERATIONS = {
  stopRtcCloudRecording: "StopRtcCloudRecording",
  stopLiveStreamMonitor: "StopLiveStreamMonitor",
};

export function createApi(source) {
  const run = createLoader(source);
  const once = (method) => (params, options) =>
    settled(OPERATIONS[method], () => {
      const values = oneCallValues(options);
      const given = paramValues(OPERATIONS[method], params);
      const host = createHost(OPERATIONS[method], values);
      return told(host, () =>
        run((glue) => {
          const client = clientOf(glue, values);
          const called = client[method](given, callNumbers(values), host);
          client.free();
          return called;
        }),
      );
    });
  return { createClient: (options) => createClient(run, options), ...functions(once) };
}

/** Functions, not methods: they may be taken off the client and passed on. Options are in no property that could be printed. */
function createClient(run, options) {
  const given = copied(options);
  let values;
  let current;
  // Options are read at the first call; if they are refused, the next call reads and refuses them again.
  const read = () => {
    values ??= clientValues(given);
    return values;
  };
  const start = (work) =>
    run((glue) => {
      // A client lives in an instance of the wasm; another instance gets a client of its own.
      if (current?.glue !== glue) current = { glue, client: clientOf(glue, values) };
      return work(current.client);
    });
  const stop = (method) => (params, callOptions) =>
    settled(OPERATIONS[method], () => {
      const call = callValues(read(), callOptions);
      const parameters = paramValues(OPERATIONS[method], params);
      const host = createHost(OPERATIONS[method], call);
      return told(host, () => start((client) => client[method](parameters, callNumbers(call), host)));
    });
  return Object.freeze({
    ...functions(stop),
    sign: (operation, params, signOptions) =>
      settled(operation, () => {
        const parameters = paramValues(operation, params);
        const signing = signValues(read(), signOptions);
        const host = createHost(operation, { ...signing, fetch: fetchOfNobody });
        const { date, nonce, method } = signing;
        return start((client) =>
          client.sign(operation, parameters, callNumbers(signing), host, date, nonce, method === 1),
        );
      }),
    get clockOffsetMs() {
      return current?.client.clockOffsetMs ?? 0;
    },
  });
}

function clientOf(glue, { credentials, endpoint, region, network, signatureMethod }) {
  return new glue.Client(credentials, endpoint, region, network === 1, signatureMethod === 1);
}

const functions = (make) => Object.fromEntries(Object.keys(OPERATIONS).map((method) => [method, make(method)]));

/** `sign` sends nothing, and works where there is no fetch. */
const fetchOfNobody = () => {};

/** Tells the outcome of a call, whatever it is. */
async function told(host, call) {
  try {
    const reply = await call();
    host.ended(reply);
    return reply;
  } catch (error) {
    host.ended({ error });
    throw error;
  }
}

/** A call answers { value }, { error } or { reason }, the last being the caller's own reason to abort. */
async function settled(operation, call) {
  let reply;
  try {
    reply = await call();
  } catch (error) {
    reply = error instanceof Refusal ? { error } : { reason: error };
  }
  if ("value" in reply) return reply.value;
  throw "error" in reply ? new LiveError({ ...reply.error, operation }) : reply.reason;
}

/** A copy, so that a change made afterwards changes no client. What cannot be copied is refused by the call that reads it. */
function copied(options) {
  try {
    return options !== null && typeof options === "object" && !Array.isArray(options) ? { ...options } : options;
  } catch {
    return options;
  }
}
