// Tasks in a file or on stdin: accepted forms, and inputs that the program refuses as a whole before it sends a request.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, run } from "./support/program.mjs";

/** Texts that hold `task-1` and `task-2`. */
const INPUTS = {
  lines: "task-1\r\n\n  task-2\n",
  "lines without an end": "task-1\ntask-2",
  "CSV with a header": '\uFEFFname,TaskId\n"a ""quoted"", name",task-1\nb,"task-2"\n',
  "CSV with blanks around quotes and without an end": 'taskId,name\n \t"task-1" ,a\ntask-2,',
  "CSV with rows that are short": "name,taskId,room\r\na,task-1\r\n,,\r\nb,task-2,\r\n",
  "CSV of one column": "task_id\ntask-1\ntask-2\n",
  "JSON lines": '{"taskId":"task-1"}\n{"TaskId":"task-2","more":1}\n',
  "its own JSON lines": '{"type":"result","taskId":"task-1","outcome":"unknown"}\n{"taskId":"task-2"}\n',
};

for (const [name, text] of Object.entries(INPUTS)) {
  test(`stop reads ${name} from stdin and from a file`, async (t) => {
    const { at, emulator } = await emulating(t);
    const first = await run(["stop", "recording", "-", ...at], { input: text });
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(
      ids(2).map((id) => emulator.recordings.get(id)),
      ["STOPPED", "STOPPED"],
    );
    const file = join(await emptyFolder(t), "ids");
    await writeFile(file, text);
    const second = await run(["stop", "recording", "--from", file, ...at]);
    assert.deepEqual([second.code, second.stdout.match(/already-stopped/g).length], [0, 2]);
  });
}

/** Inputs that are refused as a whole, with a word of the refusal. */
const REFUSED_INPUTS = {
  "task-1\ntask 2\n": "stdin:2 is no id",
  '{"taskId":"task-1"}\n{"task": 1}\n': "stdin:2 has no taskId",
  '{"taskId":7}\n': "stdin:1 has a taskId that is no text",
  '{"taskId":"task-1"}\nnope\n': "stdin:2 is no JSON",
  '["task-1"]': "stdin is a JSON array",
  "a,b\n1,2\n": "stdin:2 has no taskId",
  // The ID of a channel is not the ID of a task.
  "任务ID,频道ID\ntask-1,task-2\n": "stdin:2 has no taskId",
  "id,taskId\ntask-1,task-2\ntask-3,\n": "stdin:3 has no taskId",
  "taskId,task_id\ntask-1,task-2\n": "stdin:2 has task_id twice",
  '{"taskId":null,"id":"task-1"}\n': "stdin:1 has a taskId that is no text",
  "taskId;name\ntask-1;a\n": "stdin:1 is no id",
  'task-1\n{"taskId":"task-2"}\n': "stdin:2 is no id",
  // UTF-16, as PowerShell writes it, and a cursor movement.
  "\uFFFD\uFFFDt\0a\0s\0k\0-\x001\0\n": "stdin:1 is no id",
  "task-1\x1b[2J\n": "stdin:1 is no id",
  // A missing name does not match a column without a name.
  ",Task,Channel\nrow-1,task-1,room\n": "stdin:2 has no taskId",
  "sep=,\nnumber,task-1\n": "stdin:2 has no taskId",
  '_," "\ntask-1,task-2\n': "stdin:2 has no taskId",
  '{"":"task-1"}\n': "stdin:1 has no taskId",
  '{"_":"task-1","-":"task-2"}\n': "stdin:1 has no taskId",
  '{"taskId":"task-1"}\n"task-2"\n': "stdin:2 is no JSON object",
  '{"taskId":"task-1"}\n["task-2"]\n': "stdin:2 is no JSON object",
  // A comma in a name moves the other cells.
  "name,taskId\nDoe, task-1,task-2\n": "stdin:2 has 3 cells, and the header has 2",
  "taskId\ntask-1\ntask-2,\n": "stdin:3 has 2 cells, and the header has 1",
  'taskId,name\ntask-1,"a" b\n': "stdin:2 has a quote",
  'taskId,name\ntask-1,a "b"\n': "stdin:2 has a quote",
  "taskId,name\rtask-1,a\r": "stdin:1 has a quote or a carriage return",
  '"taskId","na\nme"\ntask-1,a\ntask 2,b\n': "stdin:4 is no id",
  "": "no recording is given",
};

for (const [input, said] of Object.entries(REFUSED_INPUTS)) {
  test(`stop refuses ${JSON.stringify(input)} before it asks for anything`, async (t) => {
    const { at, emulator } = await emulating(t);
    const { code, stdout, stderr } = await run(["stop", "recording", "-", ...at], { input });
    assert.deepEqual([code, stdout, emulator.requests.length], [2, "", 0]);
    assert.ok(stderr.includes(said), stderr);
  });
}

test("status monitor lists all pages where the service does not say how many there are", async (t) => {
  const monitors = ids(25).map((MonitorId) => ({ MonitorId, Status: 1 }));
  const endpoint = await listen(
    t,
    createServer((request, response) => {
      const page = Number(new URL(request.url, "http://service").searchParams.get("PageNum"));
      const LiveStreamMonitorList = monitors.slice((page - 1) * 10, page * 10);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ RequestId: "1", LiveStreamMonitorList }));
    }),
  );
  const { code, stdout, stderr } = await run(["status", "monitor", "--endpoint", endpoint]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.trimEnd().split("\n").length, 25);
});
