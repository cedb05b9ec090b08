// Sends requests of @alicloud/credentials for hosts of the vendor to the server of VENDOR_PORT. Preloaded by `node --require`.
const http = require("node:http");
const https = require("node:https");

const { request } = http;
const isVendor = (host) => host === "100.100.100.200" || /\.(?:aliyuncs|alibabacloud|aliyun)\.com$/.test(host);

const redirected = (options, ...rest) =>
  isVendor(String(options.host))
    ? request({ ...options, host: "127.0.0.1", port: process.env.VENDOR_PORT, agent: http.globalAgent }, ...rest)
    : request(options, ...rest);

http.request = redirected;
https.request = redirected;
