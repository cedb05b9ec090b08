// Sources of credentials, each for the option `credentials` of a client.
import alicloud from "@alicloud/credentials";
import { createClient } from "apsara-live";

const { default: Credential, Config } = alicloud;

/** The host of STS. In a VPC without access to the internet: `sts-vpc.<region>.aliyuncs.com`. */
const { STS_ENDPOINT = "sts.aliyuncs.com" } = process.env;

// #region chain
/** The vendor's chain: environment, OIDC, the configuration file of the CLI, the role of the ECS instance, a URI. */
export const chain = () => new Credential();
// #endregion chain

// #region ecs
/** The role of an ECS instance, from its metadata service. */
export const ecs = () =>
  new Credential(
    new Config({
      type: "ecs_ram_role",
      // Without a name, it costs one more request.
      roleName: process.env.ALIBABA_CLOUD_ECS_METADATA,
      // Version 2 of the metadata service needs a token, which a forged request of your server cannot get.
      disableIMDSv1: true,
    }),
  );
// #endregion ecs

// #region oidc
/** A role that a pod assumes with its own token: RRSA of ACK, which sets these variables. */
export const oidc = () =>
  new Credential(
    new Config({
      type: "oidc_role_arn",
      roleArn: process.env.ALIBABA_CLOUD_ROLE_ARN,
      oidcProviderArn: process.env.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
      oidcTokenFilePath: process.env.ALIBABA_CLOUD_OIDC_TOKEN_FILE,
      roleSessionName: "stop",
      stsEndpoint: STS_ENDPOINT,
    }),
  );
// #endregion oidc

// #region role
/** A role that an AccessKey assumes. */
export const role = () =>
  new Credential(
    new Config({
      type: "ram_role_arn",
      accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
      accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      roleArn: process.env.ALIBABA_CLOUD_ROLE_ARN,
      roleSessionName: "stop",
      stsEndpoint: STS_ENDPOINT,
    }),
  );
// #endregion role

// #region call
/** The same without another package, for Workers as well: STS is an RPC product, too. */
export function call() {
  const sts = createClient();
  return async () => {
    const params = { RoleArn: process.env.ALIBABA_CLOUD_ROLE_ARN, RoleSessionName: "stop" };
    // A second request makes further credentials, which does no harm.
    const options = { endpoint: `https://${STS_ENDPOINT}`, version: "2015-04-01", idempotent: true };
    const { reply } = await sts.call("AssumeRole", params, options);
    const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = reply.Credentials;
    return {
      accessKeyId: AccessKeyId,
      accessKeySecret: AccessKeySecret,
      securityToken: SecurityToken,
      // With it, the client asks for new ones five minutes before.
      expiration: Expiration,
    };
  };
}
// #endregion call
