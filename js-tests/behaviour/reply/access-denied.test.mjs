// Refusals of RAM: `error.accessDenied` has what the reply says of the missing permission.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { rejection } from "../../support/live.mjs";

const detail = {
  AuthAction: "live:StopRtcCloudRecording",
  AuthPrincipalDisplayName: "200000000000000001",
  AuthPrincipalOwnerId: "100000000000000001",
  AuthPrincipalType: "SubUser",
  EncodedDiagnosticMessage: "AQEAAAAA",
  NoPermissionType: "ImplicitDeny",
  PolicyType: "AccountLevelIdentityBasedPolicy",
};
const credentials = {
  accessKeyId: "LTAIMARKERKEY",
  accessKeySecret: "MARKER-secret",
  securityToken: "MARKER/token+51d0e2",
};

const refusedWith = (members) => {
  const body = JSON.stringify({ RequestId: "R", Code: "NoPermission", Message: "m", ...members });
  const fetch = async () => new Response(body, { status: 403 });
  return rejection(createClient({ credentials, fetch }).stopRtcCloudRecording({ taskId: "T" }));
};

test("the missing action, the principal and the kind of policy are members of the error", async () => {
  for (const name of ["AccessDeniedDetail", "accessDeniedDetail"]) {
    const error = await refusedWith({ [name]: detail });
    const accessDenied = {
      action: "live:StopRtcCloudRecording",
      principal: "200000000000000001",
      principalType: "SubUser",
      denial: "ImplicitDeny",
      policyType: "AccountLevelIdentityBasedPolicy",
    };
    assert.deepEqual(error.accessDenied, accessDenied);
    assert.deepEqual(JSON.parse(JSON.stringify(error)).accessDenied, accessDenied);
    assert.equal(
      error.message,
      "StopRtcCloudRecording was answered HTTP 403, NoPermission: m; RAM action live:StopRtcCloudRecording is not allowed",
    );
  }
});

test("a detail without an action adds nothing to the message", async () => {
  const error = await refusedWith({ AccessDeniedDetail: { ...detail, AuthAction: 7 } });
  assert.match(error.message, /NoPermission: m$/);
  assert.equal(error.accessDenied.policyType, "AccountLevelIdentityBasedPolicy");
  assert.ok(!("action" in error.accessDenied));
});

test("a detail that is none, or is there twice, is left out", async () => {
  for (const other of ["text", 7, null, [], {}, { AuthAction: "" }, { AuthAction: {} }]) {
    assert.ok(!("accessDenied" in (await refusedWith({ AccessDeniedDetail: other }))), JSON.stringify(other));
  }
  const twice = await refusedWith({ AccessDeniedDetail: detail, accessDeniedDetail: detail });
  assert.ok(!("accessDenied" in twice));
});

test("texts of a detail are masked, short and on one line", async () => {
  const error = await refusedWith({
    AccessDeniedDetail: {
      AuthAction: `live:Stop\u202e${encodeURIComponent(credentials.securityToken)}`,
      AuthPrincipalDisplayName: `${credentials.accessKeyId}\nPolicyType`,
      PolicyType: `${"x".repeat(250)}${credentials.accessKeySecret}`,
    },
  });
  assert.equal(error.accessDenied.action, "live:Stop [redacted]");
  assert.match(error.message, /; RAM action live:Stop \[redacted\] is not allowed$/);
  assert.equal(error.accessDenied.principal, "[redacted] PolicyType");
  assert.equal(error.accessDenied.policyType, `${"x".repeat(250)}[redac`);
});
