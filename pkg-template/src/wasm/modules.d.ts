// Compiled modules, as the bundlers of workerd and of Vercel's edge runtime hand them over.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
