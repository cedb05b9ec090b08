// Intended differences between the vendor's clients and this package: behaviour of each, reason and check.
//
// `seen` returns the behaviour of both for one input, which must equal `ours` and `theirs`. `explains` states which parts of whole
// requests may differ, and when; any other difference is a failure.
import { createHash, createHmac } from "node:crypto";
import { encode } from "../vectors/stages.mjs";
import { ourHeaders, ourPairs, ourRequest, refusal } from "./ours.mjs";
import { openapiCoreAuthorization, openapiCoreRequest, popCoreRequest } from "./peers.mjs";

const base = {
  operation: "StopLiveStreamMonitor",
  credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" },
  date: "2026-01-02T03:04:05Z",
  nonce: "nonce",
  host: "live.aliyuncs.com",
};
const sts = { ...base.credentials, securityToken: "token" };
const withParams = (params) => ({ ...base, params });
const HMAC_SHA1 = { signatureMethod: "HMAC-SHA1" };
const POST = { method: "POST" };

const read = (pairs, wanted) => new Map(pairs).get(wanted);
const signedHeaders = (authorization) => /SignedHeaders=([^,]*)/.exec(authorization)[1].split(";");
const queryOf = ({ url }) => url.slice(url.indexOf("?") + 1);

/** Returns the authorization by ACS3-HMAC-SHA256 for a canonical query. */
function authorization(query, headers, { accessKeyId, accessKeySecret }) {
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = ["POST", "/", query, lines, names.join(";"), headers["x-acs-content-sha256"]].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
  const signature = createHmac("sha256", accessKeySecret).update(stringToSign).digest("hex");
  return `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
}

export const differences = [
  {
    id: "place of the signature",
    peer: "@alicloud/pop-core",
    why: "It appends Signature; we send all names sorted. The order of form fields has no meaning to the service.",
    ours: "before SignatureMethod",
    theirs: "last",
    seen: async () => {
      const place = (pairs) => (pairs.at(-1)[0] === "Signature" ? "last" : "before SignatureMethod");
      const input = { monitorId: "m" };
      return {
        ours: place(ourPairs(await ourRequest(withParams(input), HMAC_SHA1))),
        theirs: place((await popCoreRequest(withParams({ MonitorId: "m" }), POST)).pairs),
      };
    },
  },
  {
    id: "GET by default",
    peer: "@alicloud/pop-core",
    why: "The vendor's metadata allows only POST for StopRtcCloudRecording, and a GET puts the signature into access logs.",
    ours: "POST",
    theirs: "GET",
    seen: async () => ({
      ours: (await ourRequest(withParams({ monitorId: "m" }), HMAC_SHA1)).method,
      theirs: (await popCoreRequest(withParams({ MonitorId: "m" }))).method,
    }),
  },
  {
    id: "undefined as text",
    peer: "@alicloud/pop-core",
    why: "It signs and sends the text undefined for a missing parameter.",
    ours: undefined,
    theirs: "undefined",
    seen: async () => ({
      ours: read(
        ourPairs(await ourRequest(withParams({ monitorId: "m", regionId: undefined }), HMAC_SHA1)),
        "RegionId",
      ),
      theirs: read((await popCoreRequest(withParams({ MonitorId: "m", RegionId: undefined }), POST)).pairs, "RegionId"),
    }),
  },
  {
    id: "method in lower case",
    peer: "@alicloud/pop-core",
    why: "It signs POST for post and sends everything in the query; we refuse the option.",
    ours: "ERR_INVALID_OPTION",
    theirs: "accepted",
    seen: async () => ({
      ours: await refusal(() => ourRequest(withParams({ monitorId: "m" }), { ...HMAC_SHA1, method: "post" })),
      theirs: await refusal(() => popCoreRequest(withParams({ MonitorId: "m" }), { method: "post" })),
    }),
  },
  ...["@alicloud/pop-core", "@alicloud/openapi-core"].flatMap((peer) => {
    const theirRequest = peer === "@alicloud/pop-core" ? (input) => popCoreRequest(input, POST) : openapiCoreRequest;
    const options = peer === "@alicloud/pop-core" ? HMAC_SHA1 : {};
    const both = (ours, theirs) => async () => ({
      ours: await refusal(() => ourRequest(withParams(ours), options)),
      theirs: await refusal(() => theirRequest(withParams(theirs))),
    });
    return [
      {
        id: "empty id",
        peer,
        why: "The service treats an empty value as missing; we refuse it before a request is sent.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "accepted",
        seen: both({ monitorId: "" }, { MonitorId: "" }),
      },
      {
        id: "lone surrogates",
        peer,
        why: "They have no UTF-8 form. Both refuse them, the peer with the URIError of the encoder.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "URIError",
        seen: both({ monitorId: "a\ud800" }, { MonitorId: "a\ud800" }),
      },
      {
        id: "numbers beyond 2^53",
        peer,
        why: "Such a number has lost digits, so it may identify another account.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "accepted",
        seen: both({ monitorId: "m", ownerId: 2 ** 53 + 2 }, { MonitorId: "m", OwnerId: 2 ** 53 + 2 }),
      },
    ];
  }),
  {
    id: "names are not encoded",
    peer: "@alicloud/openapi-core",
    why: "The vendor's page encodes names, the peer does not. No name of the service needs encoding.",
    ours: "a%20b=1",
    theirs: "a b=1",
    seen: async () => {
      const { authorization: _, accept, ...headers } = ourHeaders(await ourRequest(withParams({ monitorId: "m" })));
      const theirs = openapiCoreAuthorization({ query: { "a b": "1" }, headers, credentials: base.credentials });
      const candidates = [`${encode("a b")}=1`, "a b=1"];
      return {
        ours: ["MonitorId", "OwnerId", "RegionId", "TaskId"].every((name) => encode(name) === name)
          ? candidates[0]
          : "a name needs encoding",
        theirs: candidates.find((query) => authorization(query, headers, base.credentials) === theirs),
      };
    },
  },
  {
    id: "x-acs-accesskey-id with a token",
    peer: "@alicloud/openapi-core",
    why: "It sends and signs a header that the vendor's page does not require.",
    ours: false,
    theirs: true,
    seen: async () => {
      const input = { ...base, credentials: sts };
      const has = (value) => signedHeaders(value).includes("x-acs-accesskey-id");
      const ours = await ourRequest({ ...input, params: { monitorId: "m" } });
      const theirs = await openapiCoreRequest({ ...input, params: { MonitorId: "m" } });
      return { ours: has(ours.headers.authorization), theirs: has(theirs.headers.Authorization) };
    },
    explains: {
      what: ["authorization", "headers"],
      when: ({ credentials }) => credentials.securityToken !== undefined,
    },
  },
  {
    id: "x-acs-credentials-provider",
    peer: "@alicloud/openapi-core",
    why: "It states which of its providers supplied the key; no page requires it.",
    ours: false,
    theirs: true,
    seen: async () => {
      const has = (value) => signedHeaders(value).includes("x-acs-credentials-provider");
      const ours = await ourRequest(withParams({ monitorId: "m" }));
      const theirs = await openapiCoreRequest(withParams({ MonitorId: "m" }), { providerName: "static_ak" });
      return { ours: has(ours.headers.authorization), theirs: has(theirs.headers.Authorization) };
    },
  },
  {
    id: "order of the query",
    peer: "@alicloud/openapi-core",
    why: "It sends parameters in the caller's order; we send the signed text.",
    ours: "MonitorId=m&RegionId=r",
    theirs: "RegionId=r&MonitorId=m",
    seen: async () => ({
      ours: queryOf(await ourRequest(withParams({ regionId: "r", monitorId: "m" }))),
      theirs: queryOf(await openapiCoreRequest(withParams({ RegionId: "r", MonitorId: "m" }))),
    }),
    explains: { what: ["query"], when: ({ params }) => Object.keys(params).length > 1 },
  },
  {
    id: "text of the query",
    peer: "@alicloud/openapi-core",
    why: "It signs %27, but its URL parser sends an apostrophe; we send the signed text.",
    ours: "MonitorId=%27",
    theirs: "MonitorId='",
    seen: async () => ({
      ours: queryOf(await ourRequest(withParams({ monitorId: "'" }))),
      theirs: queryOf(await openapiCoreRequest(withParams({ MonitorId: "'" }))),
    }),
    explains: {
      what: ["query"],
      when: ({ params }) => Object.values(params).some((value) => /[!'()*]/.test(String(value))),
    },
  },
];
