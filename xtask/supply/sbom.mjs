// Writes the bills of materials in CycloneDX: of the npm package, which has no dependencies, and of the wasm in it, which is made of crates.
//
//   node sbom.mjs ROOT PKG NPM.cdx.json WASM.cdx.json
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { wasmCrates } from "./crates.mjs";

const { ComponentType, ExternalReferenceType, HashAlgorithm } = Enums;
const { Bom, Component, ExternalReference, LicenseExpression } = Models;

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
  bom.components.add(wasm);
  bom.metadata.component.dependencies.add(wasm.bomRef);
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
  for (const { key, name, uses } of crates) {
    const made = components.get(key);
    for (const used of uses) made.dependencies.add(components.get(used).bomRef);
    if (name === "apsara-live-wasm") bom.metadata.component = made;
    else bom.components.add(made);
  }
  return bom;
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
