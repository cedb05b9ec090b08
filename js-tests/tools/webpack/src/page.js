// Program of the page, whose own server is the service.
import { stop } from "./stop.js";

stop(location.host).then(({ outcome }) => {
  document.querySelector("output").textContent = outcome;
});
