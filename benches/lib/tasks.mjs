// Tasks to stop.

export function* tasks(count) {
  for (let i = 0; i < count; i++) yield { taskId: `5f2b7c1e-8501-4d0c-8ac1-${i}` };
}
