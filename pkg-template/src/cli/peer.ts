// Optional packages of the user. They run with the AccessKey secret, so that they are loaded only from the folder of --peers and from
// beside this package: never from the current folder, a folder above, the home folder or NODE_PATH.
import { existsSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { basename, dirname, isAbsolute, join, sep } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "./usage-error.ts";

export interface Peer<Exports> {
  readonly exports: Exports;
  /** The loaded file. */
  readonly file: string;
}

/** The folder of --peers. */
let chosen: readonly string[] = [];

/** Makes packages load from the `node_modules` of a folder, before the one of this package. */
export function loadPeersFrom(folder: string): void {
  if (!isAbsolute(folder)) {
    throw new UsageError("--peers is no absolute path", "Write the whole path: the program loads code from there.");
  }
  chosen = [join(folder, "node_modules")];
}

/** Imports a package; resolves to `undefined` if it is not installed in the folder of --peers or beside this package. */
export async function peer<Exports>(name: string): Promise<Peer<Exports> | undefined> {
  const folder = [...chosen, ...foldersBeside()]
    .map((modules) => join(modules, name))
    .find((candidate) => existsSync(join(candidate, "package.json")));
  if (folder === undefined) return undefined;
  forgetGlobalFolders();
  // Node.js searches the path of a folder in no other place.
  const file = createRequire(import.meta.url).resolve(folder);
  stayBeside(file);
  // biome-ignore lint/plugin: the caller names the package, and the type of its exports
  return { exports: (await import(pathToFileURL(file).href)) as Exports, file };
}

/** The bundle is in the package's own folder. */
const own = (): string => dirname(fileURLToPath(import.meta.url));

/** The folder `node_modules` of this package, and the `node_modules` that contains this package. */
function foldersBeside(): readonly string[] {
  const above = dirname(own());
  return [join(own(), "node_modules"), ...(basename(above) === "node_modules" ? [above] : [])];
}

/** Says how to install a package for this program. */
export function howToInstall(name: string): string {
  const above = dirname(own());
  const folder = basename(above) === "node_modules" ? dirname(above) : own();
  return `Install it in ${folder}, where apsara-live is installed, or name its folder by --peers: npm install ${name}`;
}

/**
 * Makes Node.js search no folder above the installation of a file, where a package would find its own optional packages. The installation is
 * the uppermost `node_modules` of the path, because pnpm links to packages there.
 */
function stayBeside(file: string): void {
  const { _nodeModulePaths: pathsOf } = Module;
  const folder = `${sep}node_modules`;
  const installation = file.slice(0, file.indexOf(folder + sep) + folder.length);
  if (pathsOf !== undefined) {
    Module._nodeModulePaths = (from) => pathsOf(from).filter((path) => path.startsWith(installation));
  }
}

/** Makes Node.js forget NODE_PATH and the folders of HOME, where a package would find its own optional packages. */
function forgetGlobalFolders(): void {
  const { HOME, USERPROFILE } = process.env;
  for (const name of ["NODE_PATH", "HOME", "USERPROFILE"]) delete process.env[name];
  Module._initPaths?.();
  if (HOME !== undefined) process.env.HOME = HOME;
  if (USERPROFILE !== undefined) process.env.USERPROFILE = USERPROFILE;
}
