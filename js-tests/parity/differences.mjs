// Where the vendor's clients and ours part on purpose, as a table: what each does, why, and a way to see that it still does.
//
// `seen` gives both sides of one input, which must be `ours` and `theirs`. `explains` names what may differ between whole requests,
// and when; anything else that differs is a failure.
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

/** What ACS3-HMAC-SHA256 gives for a query that is already canonical. */
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
    why: "It appends Signature; we send all names sorted. The service reads a form, in which order means nothing.",
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
    why: "StopRtcCloudRecording is POST only by the vendor's own metadata, and a GET puts the signature into access logs.",
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
    why: "It signs and sends the word undefined for a parameter that is not there.",
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
    why: "It signs POST for post, and sends everything in the query; we refuse the word.",
    ours: "ERR_INVALID_OPTION",
    theirs: "taken",
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
        why: "The service takes an empty value for a missing one; we say so before anything is sent.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "taken",
        seen: both({ monitorId: "" }, { MonitorId: "" }),
      },
      {
        id: "lone surrogates",
        peer,
        why: "They have no UTF-8 form: both refuse, the peer with the URIError of the encoder.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "URIError",
        seen: both({ monitorId: "a\ud800" }, { MonitorId: "a\ud800" }),
      },
      {
        id: "numbers beyond 2^53",
        peer,
        why: "Such a number no longer says which account was meant; it is sent with the wrong digits.",
        ours: "ERR_INVALID_PARAMETER",
        theirs: "taken",
        seen: both({ monitorId: "m", ownerId: 2 ** 53 + 2 }, { MonitorId: "m", OwnerId: 2 ** 53 + 2 }),
      },
    ];
  }),
  {
    id: "names are not encoded",
    peer: "@alicloud/openapi-core",
    why: "The vendor's page encodes names, the peer does not. No name of the service has a character that would be encoded.",
    ours: "a%20b=1",
    theirs: "a b=1",
    seen: async () => {
      const { authorization: _, accept, ...headers } = ourHeaders(await ourRequest(withParams({ monitorId: "m" })));
      const theirs = openapiCoreAuthorization({ query: { "a b": "1" }, headers, credentials: base.credentials });
      const candidates = [`${encode("a b")}=1`, "a b=1"];
      return {
        ours: ["MonitorId", "OwnerId", "RegionId", "TaskId"].every((name) => encode(name) === name)
          ? candidates[0]
          : "a name of ours needs it",
        theirs: candidates.find((query) => authorization(query, headers, base.credentials) === theirs),
      };
    },
  },
  {
    id: "x-acs-accesskey-id with a token",
    peer: "@alicloud/openapi-core",
    why: "It sends and signs a header that the vendor's page does not ask for.",
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
    why: "It says which of its providers the key came from; no page asks for it.",
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
    why: "It sends parameters in the order in which they were given; we send the very text that was signed.",
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
    why: "It signs %27 and its URL parser sends an apostrophe as it is; we send the very text that was signed.",
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
