// Gives each module of the API reference the name by which it is imported.
import { basename } from "node:path";
import { Converter, ReflectionKind } from "typedoc";

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const [file] = project.getSymbolIdFromReflection(module)?.fileName.split("/").slice(-1) ?? [];
      const name = basename(file ?? module.name, ".ts");
      module.name = name === "index" ? "apsara-live" : `apsara-live/${name}`;
    }
  });
}
