// Intended differences between the vendor's clients and this package in parameters of any action; rows as in differences.mjs.
import { ourRequest, refusal } from "./ours.mjs";
import { openapiCoreQuery, pairsOf, popCoreRequest } from "./peers.mjs";

const base = {
  operation: "StartRtcCloudRecording",
  credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" },
  date: "2026-01-02T03:04:05Z",
  nonce: "nonce",
  host: "live.aliyuncs.com",
};

/** Our parameters, decoded, in the order of the wire. */
const ourPairs = async (params) => {
  const { url } = await ourRequest({ ...base, params });
  return pairsOf(url.slice(url.indexOf("?") + 1));
};

/** The parameters of pop-core without the parameters that every request has. */
async function popCorePairs(params) {
  const { pairs } = await popCoreRequest({ ...base, params }, { method: "POST" });
  const names = new Set(
    ["Action", "Format", "SignatureMethod", "SignatureNonce", "SignatureVersion", "Timestamp", "AccessKeyId", "Version", "Signature"], // biome-ignore format: a list
  );
  return pairs.filter(([name]) => !names.has(name));
}

const isEncoded = (name) => /[^A-Za-z\d\-_.~]/.test(name);
const beyondBmp = /[\u{10000}-\u{10ffff}]/u;

/** Whether the order of the names by UTF-16 units, as in JavaScript, differs from their order by UTF-8 bytes. */
export const ordersDiffer = (names) =>
  names.some((name) => beyondBmp.test(name)) && names.some((name) => /[\ue000-\uffff]/.test(name));

/** Whether pop-core flattens parameters as openapi-core does: it knows lists, and objects in lists. */
export const popCoreFlattens = (params) => Object.values(params).every(isFlatForPopCore);

const isText = (value) => value !== undefined && typeof value !== "object";
const isListForPopCore = (list) =>
  list.every(
    (item) =>
      isText(item) ||
      (Array.isArray(item) && isListForPopCore(item)) ||
      (!Array.isArray(item) && item !== undefined && Object.values(item).every(isFlatForPopCore)),
  );
const isFlatForPopCore = (value) => isText(value) || (Array.isArray(value) && isListForPopCore(value));

export const actionDifferences = [
  {
    id: "names are not encoded",
    peer: "@alicloud/openapi-core",
    why: "The vendor's page encodes names, the peer does not. No name of the service needs encoding.",
    ours: [["a b", "1"]],
    theirs: { "a b": "1" },
    seen: async () => ({ ours: await ourPairs({ "a b": "1" }), theirs: openapiCoreQuery({ "a b": "1" }) }),
    explains: { what: ["authorization"], when: (names) => names.some(isEncoded) },
  },
  {
    id: "order of names beyond the BMP",
    peer: "@alicloud/pop-core",
    why: "It sorts by UTF-16 units, we sort by bytes of UTF-8. No name of the service has such characters.",
    ours: ["\uffff", "🎥"],
    theirs: ["🎥", "\uffff"],
    seen: async () => {
      const params = { "\uffff": "1", "🎥": "2" };
      return {
        ours: (await ourPairs(params)).map(([name]) => name),
        theirs: (await popCorePairs(params)).map(([name]) => name),
      };
    },
    explains: { what: ["signature"], when: ordersDiffer },
  },
  {
    id: "objects in parameters",
    peer: "@alicloud/pop-core",
    why: "It flattens lists, and objects in lists. It sends [object Object] for any other object, which no action takes.",
    ours: [["A.B", "x"]],
    theirs: [["A", "[object Object]"]],
    seen: async () => ({ ours: await ourPairs({ A: { B: "x" } }), theirs: await popCorePairs({ A: { B: "x" } }) }),
  },
  {
    id: "undefined in a list",
    peer: "@alicloud/pop-core",
    why: "It signs and sends the text undefined; openapi-core leaves the item out and keeps the numbers of the others, as we do.",
    ours: [["A.2", "x"]],
    theirs: [
      ["A.1", "undefined"],
      ["A.2", "x"],
    ],
    seen: async () => ({
      ours: await ourPairs({ A: [undefined, "x"] }),
      theirs: await popCorePairs({ A: [undefined, "x"] }),
    }),
  },
  {
    id: "names that begin with a small letter",
    peer: "@alicloud/pop-core",
    why: "It makes the first letter of each name a capital, unless told not to. We send the name that the caller gave.",
    ours: [["a", "x"]],
    theirs: [["A", "x"]],
    seen: async () => ({ ours: await ourPairs({ a: "x" }), theirs: await popCorePairs({ a: "x" }) }),
  },
  {
    id: "null",
    peer: "@alicloud/openapi-core",
    why: "It leaves null out. We refuse it: in JSON null is often a value that the caller forgot to fill in.",
    ours: "ERR_INVALID_PARAMETER",
    theirs: {},
    seen: async () => ({
      ours: await refusal(() => ourRequest({ ...base, params: { A: null } })),
      theirs: openapiCoreQuery({ A: null }),
    }),
  },
  {
    id: "instances of classes",
    peer: "@alicloud/openapi-core",
    why: "It flattens the fields of any object, of a Date none. We refuse objects other than plain ones.",
    ours: "ERR_INVALID_PARAMETER",
    theirs: {},
    seen: async () => ({
      ours: await refusal(() => ourRequest({ ...base, params: { A: new Date(0) } })),
      theirs: openapiCoreQuery({ A: new Date(0) }),
    }),
  },
  {
    id: "one name from two paths",
    peer: "@alicloud/openapi-core",
    why: "Its last value wins. We refuse it, because one of the two is lost.",
    ours: "ERR_INVALID_PARAMETER",
    theirs: { "A.B": "y" },
    seen: async () => ({
      ours: await refusal(() => ourRequest({ ...base, params: { "A.B": "x", A: { B: "y" } } })),
      theirs: openapiCoreQuery({ "A.B": "x", A: { B: "y" } }),
    }),
  },
  {
    id: "numbers that are not finite",
    peer: "@alicloud/openapi-core",
    why: "It sends the text NaN. No action takes it.",
    ours: "ERR_INVALID_PARAMETER",
    theirs: { A: "NaN" },
    seen: async () => ({
      ours: await refusal(() => ourRequest({ ...base, params: { A: Number.NaN } })),
      theirs: openapiCoreQuery({ A: Number.NaN }),
    }),
  },
  {
    id: "names of members of every request",
    peer: "@alicloud/pop-core",
    why: "A parameter replaces the peer's own, so that another action is signed than the caller named.",
    ours: "ERR_INVALID_PARAMETER",
    theirs: "Other",
    seen: async () => {
      const { pairs } = await popCoreRequest({ ...base, params: { Action: "Other" } }, { method: "POST" });
      return {
        ours: await refusal(() => ourRequest({ ...base, params: { Action: "Other" } })),
        theirs: new Map(pairs).get("Action"),
      };
    },
  },
];
