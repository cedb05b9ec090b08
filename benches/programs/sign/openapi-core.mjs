// Signs one request.
import openapi from "@alicloud/openapi-core";

const { OpenApiUtil } = openapi;
const nothing = OpenApiUtil.hash(Buffer.alloc(0), "ACS3-HMAC-SHA256").toString("hex");
const headers = {
  host: "live.aliyuncs.com",
  "x-acs-version": "2016-11-01",
  "x-acs-action": "StopRtcCloudRecording",
  "x-acs-date": OpenApiUtil.getTimestamp(),
  "x-acs-signature-nonce": OpenApiUtil.getNonce(),
  "x-acs-content-sha256": nothing,
};
const query = { TaskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" };
const request = { method: "POST", pathname: "/", query, headers };
const signed = OpenApiUtil.getAuthorization(request, "ACS3-HMAC-SHA256", nothing, "testid", "testsecret");
if (!signed) throw new Error("not signed");
