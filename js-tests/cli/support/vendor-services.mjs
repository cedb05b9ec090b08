// The services that give temporary credentials, on one server: STS, the metadata of ECS, CloudSSO, OAuth and a credentials URI. The ID
// of an AccessKey says which service gave it.
import { createServer } from "node:http";
import { listen } from "../../support/listen.mjs";

const Expiration = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
const keyOf = (id) => ({
  AccessKeyId: id,
  AccessKeySecret: `MARKERsecret-of-${id}`,
  SecurityToken: `MARKERtoken-of-${id}`,
  Expiration,
});

const ROLES = "/latest/meta-data/ram/security-credentials/";

function reply({ method, url }) {
  const { pathname, searchParams } = new URL(url, "http://x");
  const query = (name) => searchParams.get(name) ?? "";
  if (pathname === "/latest/api/token") return "metadata-token";
  if (pathname === ROLES) return "role-of-instance";
  if (pathname.startsWith(ROLES)) return { Code: "Success", ...keyOf(`STS.ecs.${pathname.slice(ROLES.length)}`) };
  if (pathname === "/uri") return { Code: "Success", ...keyOf("STS.uri") };
  if (pathname === "/cloud-credentials") return { CloudCredential: keyOf("STS.cloudsso") };
  if (pathname === "/v1/exchange") {
    const {
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
    } = keyOf("STS.oauth");
    return { accessKeyId, accessKeySecret, securityToken, expiration: Expiration };
  }
  if (query("Action") === "AssumeRoleWithOIDC") return { Credentials: keyOf("STS.oidc") };
  if (query("Action") === "AssumeRole") {
    const token = query("SecurityToken") === "" ? "" : ".with-token";
    return { Credentials: keyOf(`STS.role-of.${query("AccessKeyId")}${token}`) };
  }
  throw new Error(`no service for ${method} ${url}`);
}

/** Starts the server; resolves to its port. */
export async function vendorServices(t) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const body = reply(request);
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  return new URL(await listen(t, server)).port;
}
