// Preloaded into the program: writes the variables and files that its own code reads to the file RECORD, one in a line.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";

const { RECORD } = process.env;
const append = fs.appendFileSync;
// The code of the package, not of Node.js or of an optional package.
const isOwn = () => /\/apsara-live\/[\w-]+\.js/.test(new Error().stack ?? "");
const note = (kind, name) => {
  if (isOwn()) append(RECORD, `${kind} ${name}\n`);
};

process.env = new Proxy(process.env, {
  get: (env, name) => {
    if (typeof name === "string") note("variable", name);
    return env[name];
  },
  deleteProperty: (env, name) => {
    note("variable", name);
    return Reflect.deleteProperty(env, name);
  },
});
const { homedir } = os;
os.homedir = () => {
  for (const name of ["HOME", "USERPROFILE"]) note("variable", name);
  return homedir();
};
for (const name of ["createReadStream", "openSync", "readFileSync"]) {
  const original = fs[name];
  fs[name] = (file, ...rest) => {
    if (typeof file === "string" || file instanceof URL) note("file", file);
    return original(file, ...rest);
  };
}
syncBuiltinESMExports();
