// A page that creates a client and then makes a call; prints which functions for loading wasm each step used.
const used = [];
const watch = (object, names) => {
  for (const name of names) {
    object[name] = new Proxy(object[name], {
      apply: (work, self, args) => {
        used.push(name);
        return Reflect.apply(work, self, args);
      },
      construct: (work, args) => {
        used.push(name);
        return Reflect.construct(work, args);
      },
    });
  }
};
watch(WebAssembly, ["compile", "compileStreaming", "instantiate", "instantiateStreaming", "Module", "Instance"]);
watch(globalThis, ["atob", "DecompressionStream", "fetch"]);

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const run = async () => {
  const { createClient } = await import("apsara-live");
  const live = createClient({ credentials, endpoint: location.host });
  const idle = [...used];
  await live.stopRtcCloudRecording({ taskId: "task-1" });
  return { idle, called: [...new Set(used)] };
};
run().then((output) => {
  document.querySelector("output").textContent = JSON.stringify(output);
});
