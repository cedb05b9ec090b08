// Whole numbers beyond 2^53 in replies: no digit is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import fc from "fast-check";

const client = (body) =>
  createClient({
    credentials: { accessKeyId: "i", accessKeySecret: "s" },
    fetch: async () => new Response(body),
    retry: false,
  });
const replyTo = async (body) => (await client(body).call("DescribeAnything", {}, { idempotent: true })).reply;

test("whole numbers that a number cannot hold are texts, and others stay", async () => {
  const body = `{"RequestId":"R","OwnerId":1234567890123456789,"Least":-9007199254740993,"List":[9007199254740991, 9007199254740992 ],
    "Fraction":1.12345678901234567,"Power":1e20,"Long":12345678901234567890e1,"Text":"a\\"1234567890123456789, \\\\","Next":1234567890123456789}`;
  assert.deepEqual(await replyTo(body), {
    RequestId: "R",
    OwnerId: "1234567890123456789",
    Least: "-9007199254740993",
    List: [9007199254740991, "9007199254740992"],
    Fraction: 1.1234567890123457,
    Power: 1e20,
    Long: 123456789012345680000,
    Text: 'a"1234567890123456789, \\',
    Next: "1234567890123456789",
  });
});

test("a number of a reply is a parameter as it is", async () => {
  const { OwnerId } = await replyTo('{"RequestId":"R","OwnerId":1234567890123456789}');
  const { url } = await client("").sign("StopLiveStreamMonitor", { monitorId: "m", ownerId: OwnerId });
  assert.equal(new URL(url).searchParams.get("OwnerId"), "1234567890123456789");
});

test("descriptions keep the digits, too", async () => {
  const body = '{"RequestId":"R","TaskInfo":{"TaskId":"T","Size":1234567890123456789}}';
  const { size } = await client(body).describeRtcCloudRecordingFiles({ taskId: "T" });
  assert.equal(size, "1234567890123456789");
});

test("a stop takes no number for its task", async () => {
  const stop = client('{"RequestId":"R","TaskId":1234567890123456800}').stopRtcCloudRecording({
    taskId: "1234567890123456789",
  });
  await assert.rejects(stop, { code: "ERR_INCOMPLETE_REPLY", outcomeUnknown: true });
});

test("any JSON is read as by JSON.parse, but for these numbers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }), async (value, large) => {
      // As text, such a number would be read as one.
      const body = `{"RequestId":"R","Large":[${large},-${large}],"Value":${JSON.stringify(value)}}`;
      const { Large, Value } = await replyTo(body);
      assert.deepEqual(Large, [`${large}`, `-${large}`]);
      assert.deepEqual(
        Value,
        JSON.parse(JSON.stringify(value), (_, each) =>
          Number.isInteger(each) && !Number.isSafeInteger(each) && /^-?\d+$/.test(JSON.stringify(each))
            ? JSON.stringify(each)
            : each,
        ),
      );
    }),
    { numRuns: 500 },
  );
});
