// Writes replies in the service's own shapes: success and error, JSON and XML, with its headers.

const CONTENT_TYPES = { JSON: "application/json;charset=utf-8", XML: "text/xml;charset=utf-8" };
export const formats = Object.keys(CONTENT_TYPES);
const bytesOf = (text) => new TextEncoder().encode(text);

export function createReplies(nowMs, host) {
  const requestId = crypto.randomUUID().toUpperCase();
  const headers = {
    date: new Date(nowMs).toUTCString(),
    "x-acs-request-id": requestId,
    "x-acs-trace-id": crypto.randomUUID().replaceAll("-", ""),
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "*",
  };

  function reply(status, contentType, body, code) {
    const bytes = typeof body === "string" ? bytesOf(body) : body;
    return { status, code, headers: { ...headers, "content-type": contentType }, bytes };
  }

  function shaped(status, format, root, fields, code) {
    const body = format === "XML" ? xml(root, fields) : JSON.stringify(fields);
    return reply(status, CONTENT_TYPES[format], body, code);
  }

  return {
    success(format, operationName, fields) {
      return shaped(200, format, `${operationName}Response`, { RequestId: requestId, ...fields });
    },
    error(format, { code, status, message }) {
      const recommend = new URLSearchParams({ q: code, product: "live", requestId });
      return shaped(
        status,
        format,
        "Error",
        {
          RequestId: requestId,
          Message: message,
          Recommend: `https://api.aliyun.com/troubleshoot?${recommend}`,
          HostId: host,
          Code: code,
        },
        code,
      );
    },
    verbatim: (status, contentType, body) => reply(status, contentType, body),
  };
}

function xml(root, fields) {
  const children = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><${root}>${children.join("")}</${root}>`;
}

const XML_ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
// XML 1.0 has no way to write these characters, escaped or not.
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function escapeXml(text) {
  return text.replace(NOT_IN_XML, "\uFFFD").replace(/[&<>"']/g, (character) => XML_ENTITIES[character]);
}
