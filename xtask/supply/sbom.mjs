// Writes the bills of materials in CycloneDX: of the npm package, which has no dependencies, and of the wasm in it, which is made of crates.
//
//   node sbom.mjs ROOT PKG NPM.cdx.json WASM.cdx.json
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { wasmCrates } from "./crates.mjs";

const { ComponentType, ExternalReferenceType, HashAlgorithm } = Enums;
const { Bom, Component, ExternalReference, LicenseExpression, Tool } = Models;

const [root, pkg, npmFile, wasmFile] = process.argv.slice(2);

await write(npmFile, npmBom());
await write(wasmFile, wasmBom());

function npmBom() {
  const { name, version, license, description, repository, ...manifest } = JSON.parse(
    readFileSync(join(pkg, "package.json"), "utf8"),
  );
  if (manifest.dependencies !== undefined) throw new Error("the npm package has dependencies, which this leaves out");
  const bom = new Bom();
  bom.metadata.component = component(ComponentType.Library, name, { version, license, description, type: "npm" });
  bom.metadata.component.externalReferences.add(new ExternalReference(repository.url, ExternalReferenceType.VCS));
  const wasm = component(ComponentType.File, "apsara_live.wasm", { version, license });
  const digest = createHash("sha256").update(readFileSync(join(pkg, wasm.name)));
  wasm.hashes.set(HashAlgorithm["SHA-256"], digest.digest("hex"));
  // Its parts are in the other bill, a file beside this one.
  wasm.externalReferences.add(new ExternalReference(basename(wasmFile), ExternalReferenceType.BOM));
  bom.components.add(wasm);
  bom.metadata.component.dependencies.add(wasm.bomRef);
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of ["esbuild", "typescript", "rollup", "rollup-plugin-dts"]) tool(bom, name, devDependencies[name]);
  return bom;
}

function wasmBom() {
  const crates = wasmCrates(root);
  const components = new Map(
    crates.map((crate) => {
      const { key, name, version, license, checksum } = crate;
      const made = component(ComponentType.Library, name, { version, license, type: "cargo" });
      if (checksum !== undefined) made.hashes.set(HashAlgorithm["SHA-256"], checksum);
      return [key, made];
    }),
  );
  const bom = new Bom();
  const rust = fieldOf("rust-toolchain.toml", "channel");
  // rustc links parts of it into every wasm. Its sources come with the compiler.
  const std = component(ComponentType.Library, "std", { version: rust, license: "MIT OR Apache-2.0", type: "generic" });
  bom.components.add(std);
  for (const made of components.values()) made.dependencies.add(std.bomRef);
  tool(bom, "rustc", rust);
  tool(bom, "wasm-bindgen", crates.find(({ name }) => name === "wasm-bindgen").version);
  tool(bom, "binaryen", JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.binaryen);
  for (const { key, name, uses } of crates) {
    const made = components.get(key);
    for (const used of uses) made.dependencies.add(components.get(used).bomRef);
    if (name === "apsara-live-wasm") bom.metadata.component = made;
    else bom.components.add(made);
  }
  return bom;
}

/** Adds a program that made the file. */
function tool(bom, name, version) {
  bom.metadata.tools.tools.add(new Tool({ name, version }));
}

/** Returns a string of a TOML file, by its key. */
function fieldOf(file, key) {
  return new RegExp(`^${key} = "(.+)"$`, "m").exec(readFileSync(join(root, file), "utf8"))[1];
}

/** Makes a component. A component with a type of package has a package URL, which is also its reference. */
function component(kind, name, { version, license, description, type }) {
  const purl = type && `pkg:${type}/${name}@${version}`;
  const made = new Component(kind, name, { version, description, purl, bomRef: purl ?? name });
  made.licenses.add(new LicenseExpression(license));
  return made;
}

/** The same input makes the same bytes: neither a time nor a serial number. */
async function write(file, bom) {
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  const text = `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
  const problems = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (problems !== null) throw new Error(`${file} breaks the schema: ${JSON.stringify(problems)}`);
  writeFileSync(file, text);
}
