// The version of the package; the build fills in that of the workspace.
export const version = "0.0.0";
