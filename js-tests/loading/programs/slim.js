// A page that supplies the wasm in every form.
import { createApi } from "apsara-live/slim";
import { callThroughEach } from "./slim-sources.mjs";

callThroughEach(createApi, location.host, "/apsara_live.wasm").then((outcomes) => {
  document.querySelector("output").textContent = JSON.stringify(outcomes);
});
