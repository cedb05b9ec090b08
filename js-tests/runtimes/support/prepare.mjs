// A folder as a user's: the packed file installed, the programs and the suite beside it, and emulators for the suite to talk to.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { startControl } from "../../conformance/control.mjs";
import { tests } from "../../support/paths.mjs";
import { installedFolder } from "../../support/run-program.mjs";

/** Resolves to the folder, and the URL of the control of the emulators. */
export async function prepare(t) {
  const folder = await installedFolder(t);
  await cp(join(tests, "runtimes", "programs"), folder, { recursive: true });
  await cp(join(tests, "conformance"), join(folder, "conformance"), {
    recursive: true,
    filter: (path) => !path.endsWith("control.mjs"),
  });
  const control = await startControl();
  t.after(() => control.close());
  return { folder, control: control.url };
}
