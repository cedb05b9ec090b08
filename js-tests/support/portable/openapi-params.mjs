// Parameters that the vendor's generated clients pass to `@alicloud/openapi-core` for an operation of the service.

export const openapiParams = (action, protocol) => ({
  action,
  version: "2016-11-01",
  protocol,
  pathname: "/",
  method: "POST",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
});
