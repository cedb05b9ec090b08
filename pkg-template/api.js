// The public functions over a source of wasm. They hold no state but the running instance, and decide nothing.
import { endOf, requestOf } from "./answer.js";
import { callNumbers, callValues, clientValues, numberOf, oneCallValues, paramValues, signValues } from "./convert.js";
import { LiveError } from "./errors.js";
import { createHost } from "./host.js";
import { createKeyring } from "./keyring.js";
import { createLoader } from "./loader.js";
import { isPlain, Refusal } from "./read.js";

/** The operations that stop something, and the vendor's names for them. */
const OPERATIONS = {
  stopRtcCloudRecording: "StopRtcCloudRecording",
  stopLiveStreamMonitor: "StopLiveStreamMonitor",
};

export function createApi(source) {
  const loader = createLoader(source);
  const once = (method) => (params, options) =>
    refusing(OPERATIONS[method], () => {
      const values = oneCallValues(options);
      const parameters = paramValues(OPERATIONS[method], params);
      const host = createHost(OPERATIONS[method], values, createKeyring(values.credentials));
      return stopped(loader, host, (glue) => {
        const client = clientOf(glue, values);
        const called = client[method](parameters, callNumbers(values), host);
        client.free();
        return called;
      });
    });
  return { createClient: (options) => createClient(loader, options), ...functions(once) };
}

/** Functions, not methods: they may be taken off the client and passed on. Options are in no property that could be printed. */
function createClient(loader, options) {
  const given = copied(options);
  let values;
  let keyring;
  let current;
  // Options are read at the first call; if they are refused, the next call reads and refuses them again.
  const read = () => {
    values ??= clientValues(given);
    keyring ??= createKeyring(values.credentials);
    return values;
  };
  const clientIn = (glue) => {
    // A client lives in an instance of the wasm; another instance gets a client of its own.
    if (current?.glue !== glue) current = { glue, client: clientOf(glue, values) };
    return current.client;
  };
  const stop = (method) => (params, callOptions) =>
    refusing(OPERATIONS[method], () => {
      const call = callValues(read(), callOptions);
      const parameters = paramValues(OPERATIONS[method], params);
      const host = createHost(OPERATIONS[method], call, keyring);
      return stopped(loader, host, (glue) => clientIn(glue)[method](parameters, callNumbers(call), host));
    });
  const sign = async (operation, params, signOptions) => {
    const parameters = paramValues(operation, params);
    const { signal, timeoutMs = 30_000, date, nonce, method, onEvent } = signValues(read(), signOptions);
    if (signal?.aborted) throw signal.reason;
    // What is at hand is not waited for: then a request is signed in microseconds.
    let host;
    let credentials = keyring.current();
    if (credentials === undefined) {
      host = createHost(operation, { fetch: fetchOfNobody, signal, onEvent }, keyring);
      credentials = await host.credentials(timeoutMs, false);
    }
    const instance = loader.instance ?? (await loader.start());
    if (signal?.aborted) throw signal.reason;
    const answer = instance.enter((glue) => {
      const client = clientIn(glue);
      const ms = date ?? Date.now() + client.clockOffsetMs;
      return client.sign(numberOf(operation), parameters, credentials, ms, nonce, method === 1);
    });
    if (typeof answer === "string") return requestOf(answer);
    throw endOf(answer, host ?? { operation }).error;
  };
  return Object.freeze({
    ...functions(stop),
    sign: (operation, params, signOptions) => refusing(operation, () => sign(operation, params, signOptions)),
    get clockOffsetMs() {
      return current?.client.clockOffsetMs ?? 0;
    },
  });
}

function clientOf(glue, { endpoint, region, network, signatureMethod }) {
  return new glue.Client(endpoint, region, network === 1, signatureMethod === 1);
}

const functions = (make) => Object.fromEntries(Object.keys(OPERATIONS).map((method) => [method, make(method)]));

/** `sign` sends nothing, and works where there is no fetch. */
const fetchOfNobody = () => {};

/** Runs a call to its end, and tells the end, whatever it is. */
async function stopped(loader, host, call) {
  const end = await endOfCall(loader, host, call);
  host.ended(end);
  if ("value" in end) return end.value;
  throw "error" in end ? end.error : end.reason;
}

async function endOfCall(loader, host, call) {
  try {
    const instance = loader.instance ?? (await loader.start());
    return endOf(await instance.run(call), host);
  } catch (error) {
    return { error };
  }
}

/** What a call promises; what was refused becomes an error of the operation. */
async function refusing(operation, call) {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Refusal ? new LiveError({ ...error, operation }) : error;
  }
}

/** A copy, so that a change made afterwards changes no client. What cannot be copied is refused by the call that reads it. */
function copied(options) {
  try {
    return isPlain(options) ? { ...options } : options;
  } catch {
    return options;
  }
}
