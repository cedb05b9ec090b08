// Sends the connections to the metadata service of ECS, whose address is fixed, to METADATA_PORT of this machine.
import { Agent } from "node:http";
import { connect } from "node:net";

const { createConnection } = Agent.prototype;
Agent.prototype.createConnection = function (options, ...rest) {
  if (options.host !== "100.100.100.200") return createConnection.call(this, options, ...rest);
  return connect({ host: "127.0.0.1", port: Number(process.env.METADATA_PORT) });
};
