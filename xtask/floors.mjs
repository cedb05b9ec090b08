// The floors of pkg-template/src, as rules of dependency-cruiser: a folder imports from itself and from the floors below it, types
// included.

/** From the ground up. `testing` is the files beside its folders. */
export const FLOORS = [
  "generated",
  "api",
  "runtime",
  "options",
  "wasm",
  "http",
  "call",
  "stop-all",
  "queues",
  "client",
  "node",
  "testing/wire",
  "testing/service",
  "testing/quota",
  "testing/faults",
  "testing/gateway",
  "testing",
  "cli",
  "entries",
];

const SOURCES = "^pkg-template/src/";

const filesOf = (floor) => {
  const hasFolders = FLOORS.some((other) => other.startsWith(`${floor}/`));
  return `${SOURCES}${floor}/${hasFolders ? "[^/]+$" : ""}`;
};

const upward = FLOORS.map((floor, number) => ({
  name: `${floor}-imports-upward`,
  comment: `${floor}/ may import from itself and from: ${FLOORS.slice(0, number).join(", ") || "nothing"}. Move what both need down, or pass it in.`,
  severity: "error",
  from: { path: filesOf(floor) },
  to: { path: FLOORS.slice(number + 1).map(filesOf) },
}));

const ALL = FLOORS.map(filesOf);

const withoutFloor = [
  { from: { path: SOURCES, pathNot: ALL }, to: {} },
  { from: {}, to: { path: SOURCES, pathNot: ALL } },
].map((rule) => ({
  name: "without-floor",
  comment: "The file stands in no folder of FLOORS in xtask/floors.mjs.",
  severity: "error",
  ...rule,
}));

export default {
  forbidden: [
    {
      name: "circle",
      comment: "Files import each other in a circle: one of these imports is wrong.",
      severity: "error",
      from: { path: SOURCES },
      to: { circular: true },
    },
    ...upward.slice(0, -1),
    ...withoutFloor,
  ],
  options: {
    // Types count: without this, the tool does not see imports that the compiler removes.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".d.ts", ".js"] },
  },
};
