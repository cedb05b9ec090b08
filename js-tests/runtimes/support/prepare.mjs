// Prepares a run of the conformance suite: a folder with the packed file, the suite and its programs, and a control server.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { startControl } from "../../conformance/control.mjs";
import { tests } from "../../support/paths.mjs";
import { installedFolder } from "../../support/run-program.mjs";

/** Resolves to the folder, and the URL of the control server. */
export async function prepare(t) {
  const folder = await installedFolder(t);
  await cp(join(tests, "runtimes", "programs"), folder, { recursive: true });
  await cp(join(tests, "conformance"), join(folder, "conformance"), {
    recursive: true,
    filter: (path) => !path.endsWith("control.mjs"),
  });
  await cp(join(tests, "support", "portable"), join(folder, "support", "portable"), { recursive: true });
  const control = await startControl();
  t.after(() => control.close());
  return { folder, control: control.url };
}
