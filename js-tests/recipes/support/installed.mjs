// The folder with the dependencies of all examples and the packed file. Copies of the examples in a folder of it find the packages.
import { join } from "node:path";
import { root } from "../../support/paths.mjs";

export const installed = join(root, "target", "recipes");
