// A Worker that schedules stops, and consumes the queue that they go to.
import { WorkflowEntrypoint } from "cloudflare:workers";
import { createClient } from "apsara-live";
import { cancelStop, consumeStops, scheduleStop, sendWhenDue } from "apsara-live/cloudflare";
import { testAccessKey } from "apsara-live/testing";

export { StopLimiter } from "apsara-live/cloudflare";

export class StopWorkflow extends WorkflowEntrypoint {
  run(event, step) {
    return sendWhenDue(event, step, this.env.STOPS);
  }
}

const commands = {
  schedule: ({ task, at }, env) => scheduleStop(env, task, at),
  cancel: ({ task }, env) => cancelStop(env, task),
  // The platform wakes its instances. miniflare forgets after a restart that they sleep.
  async wake({ task }, env) {
    const instance = await env.STOP_WORKFLOW.get(`recording-${task.taskId}`);
    await instance.pause();
    await instance.resume();
  },
};

export default {
  async fetch(request, env) {
    const { commands: all, together } = await request.json();
    const results = [];
    const run = (one) => commands[one.command](one, env);
    if (together) results.push(...(await Promise.all(all.map(run))));
    else for (const one of all) results.push(await run(one));
    return Response.json(results);
  },

  async queue(batch, env) {
    const live = createClient({ credentials: testAccessKey, endpoint: env.ENDPOINT, quota: false });
    await consumeStops(batch, env, { live, quota: { stopRtcCloudRecording: env.QUOTA } });
  },
};
