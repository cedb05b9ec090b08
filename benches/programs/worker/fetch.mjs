// The same Worker without a client: sends an unsigned request and reads the reply.
export default {
  async fetch(request) {
    const endpoint = await request.text();
    const taskId = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
    const reply = await fetch(`${endpoint}/?TaskId=${taskId}`, { method: "POST" });
    const { TaskId } = await reply.json();
    return Response.json({ taskId: TaskId });
  },
};
