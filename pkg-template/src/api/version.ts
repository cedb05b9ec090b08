// The version of the package; the build fills in the version of the workspace.
export const version = "0.0.0";
