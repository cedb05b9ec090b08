/** The deflated wasm in Base64. */
declare const deflated: string;
export default deflated;
