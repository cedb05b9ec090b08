// Records lessons so that no recording is forgotten: the end of a lesson is a job before its recording starts.
import { Queue, UnrecoverableError, Worker } from "bullmq";
import { backend, connection } from "./connection.mjs";

/** Opens the queue of the lessons. The job of a lesson remembers its recording. */
export const openLessons = () => new Queue("lessons", { connection }, backend);

/**
 * Starts the recording of a lesson, and resolves to its ID. Call it again after a crash: a recording that is remembered is not started twice.
 *
 * @param {object} fleet `live`: a client. `lessons`: the queue of the lessons. `stops`: the queues of `stopQueue`
 * @param {{ lesson: string, endsAt: Date, start: object }} options `start` has the parameters of StartRtcCloudRecording
 */
export async function startLesson({ live, lessons, stops }, { lesson, endsAt, start }) {
  // Without this, all lessons without an ID would share a job, and its recording.
  if (typeof lesson !== "string" || lesson === "") throw new TypeError("lesson: expected its ID");
  const jobId = `lesson-${encodeURIComponent(lesson)}`;
  // 1. Schedule. The program may end from here on.
  const known = await lessons.getJob(jobId);
  const data = { lesson, endsAt: endsAt.getTime() };
  const delay = Math.max(endsAt.getTime() - Date.now(), 0);
  const again = { attempts: 20, backoff: { type: "exponential", delay: 1000 }, removeOnComplete: true };
  const job = known ?? (await lessons.add("end", data, { jobId, delay, ...again }));
  // 2. Start. The service itself ends a recording whose channel is idle for five minutes.
  const startTask = async () =>
    (await live.call("StartRtcCloudRecording", { ...start, MaxIdleTime: 300 })).reply.TaskId;
  const taskId = known?.data.taskId ?? (await startTask());
  // 3. Remember. A job that still waits after that will read the ID. Any other one may have ended without it: it was completed, or failed.
  const remembered = job.updateData({ ...data, taskId }).then(() => job.changeDelay(delay));
  await remembered.catch(() => stops.add({ taskId, context: { lesson } }, { at: endsAt }));
  return taskId;
}

/** Starts the worker that stops the recordings of lessons that have ended. A failed job names a lesson without a known recording. */
export const endLessons = ({ lessons, stops }) =>
  new Worker(
    lessons.name,
    async ({ data: { lesson, endsAt, taskId } }) => {
      if (taskId === undefined) throw new UnrecoverableError(`the recording of the lesson ${lesson} is not known`);
      // `at`, because this machine may think that it is later.
      await stops.add({ taskId, context: { lesson } }, { at: endsAt });
    },
    { connection },
    backend,
  );
