// A Durable Object with the tasks that are stopped later.
import { DurableObject } from "cloudflare:workers";

export class Schedule extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec(
      "CREATE TABLE IF NOT EXISTS task (id INTEGER PRIMARY KEY, stop_at INTEGER NOT NULL, task TEXT NOT NULL)",
    );
    this.sql.exec("CREATE INDEX IF NOT EXISTS task_stop_at ON task (stop_at)");
  }

  add(tasks) {
    for (const { stopAt, ...task } of tasks) {
      this.sql.exec("INSERT INTO task (stop_at, task) VALUES (?, ?)", Date.parse(stopAt), JSON.stringify(task));
    }
  }

  due(now, limit) {
    const rows = this.sql.exec("SELECT id, task FROM task WHERE stop_at <= ? ORDER BY stop_at LIMIT ?", now, limit);
    return rows.toArray().map(({ id, task }) => ({ id, task: JSON.parse(task) }));
  }

  remove(ids) {
    for (const id of ids) this.sql.exec("DELETE FROM task WHERE id = ?", id);
  }
}
