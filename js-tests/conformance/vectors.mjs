// Compares signed requests with vectors/requests.json, whose signatures come from elsewhere.
import { rejection } from "../support/portable/waiting.mjs";

/** Expected and actual parts of a request, by signature method; compares the text of the URL, because `URL` would normalize it. */
const methods = {
  "ACS3-HMAC-SHA256": {
    expected: ({ host, expected }) => {
      const lines = expected.canonicalRequest.split("\n").slice(3, -3);
      const signed = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]);
      const sent = [
        ["accept", "application/json"],
        ["authorization", expected.authorization],
      ];
      return {
        target: `${expected.method} //${host}${expected.path}?${expected.query}`,
        headers: [...signed.filter(([name]) => name !== "host"), ...sent].sort(),
        body: expected.body,
      };
    },
    actual: ({ method, url, headers, body = "" }) => ({
      target: `${method} ${url.slice(url.indexOf("//"))}`,
      headers: Object.entries(headers).sort(),
      body,
    }),
  },
  "HMAC-SHA1": {
    expected: ({ host, expected }) => ({
      target: `${expected.method} //${host}${expected.path}`,
      headers: [["content-type", expected.contentType]],
      signed: expected.canonicalizedQuery,
      form: [...expected.form].sort(),
    }),
    actual: ({ method, url, headers, body }) => ({
      target: `${method} ${url.slice(url.indexOf("//"))}`,
      headers: Object.entries(headers),
      signed: body.replace(/&Signature=[^&]*/, ""),
      form: [...new URLSearchParams(body)].sort(),
    }),
  },
};

export const vectors = Object.entries(methods).map(([signatureMethod, { expected, actual }]) => ({
  name: `every vector of ${signatureMethod} is signed as published, or has a hidden character`,
  async run({ api, assert, vectors }) {
    assert.equal(
      vectors.filter((vector) => !(vector.signatureMethod in methods)).length,
      0,
      "vectors of an unknown method",
    );
    const mine = vectors.filter((vector) => vector.signatureMethod === signatureMethod);
    assert.ok(mine.length >= 30, `${mine.length} vectors`);
    for (const vector of mine) {
      const { credentials, host, operation, params, date, nonce } = vector;
      const live = api.createClient({ credentials, signatureMethod, endpoint: host });
      // The tests of the core encode these.
      if (Object.values(params).some((value) => /[\p{Cc}\p{Cf}\p{Z}]/u.test(value))) {
        const error = await rejection(live.sign(operation, params, { date, nonce }));
        assert.equal(error.code, "ERR_INVALID_PARAMETER", vector.name);
        continue;
      }
      for (const when of [date, new Date(date)]) {
        const request = await live.sign(operation, params, { date: when, nonce });
        assert.includes({ name: vector.name, ...actual(request) }, { name: vector.name, ...expected(vector) });
      }
    }
  },
}));
