// Tasks in a file or on stdin: accepted forms, and inputs that the program refuses as a whole before it sends a request.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { root } from "../support/paths.mjs";
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
  "CSV of pandas, whose index has no name": ",TaskId,Channel\n0,task-1,room\n1,task-2,room\n",
  "CSV of Excel in another language": '"sep=;"\r\n任务ID;频道ID\r\ntask-1;room\r\ntask-2;room\r\n',
  "CSV of Excel with tabs": "sep=\t\nName\tTask ID\na\ttask-1\n\ttask-2\n",
  "CSV with semicolons, and a comma in the header": 'Raum, Haus;task_id\n"a;b, c";task-1\nb;task-2\n',
  "CSV of the Chinese console": "任务 ID\ntask-1\ntask-2\n",
  "CSV with a full-width name": "编号,任务ＩＤ\n1,task-1\n2,task-2\n",
  "CSV with comments before its header": "# exported\n#\n\nname,RecordingId\na,task-1\nb,task-2\n",
  "lines with comments": "# of today\ntask-1\n  # task-3\ntask-2\n",
  "JSON lines with comments": '# of today\n{"taskId":"task-1"}\n#\n{"task_id":"task-2"}\n',
  "UTF-16, little-endian": Buffer.from("\uFEFF任务ID,name\r\ntask-1,a\r\ntask-2,b\r\n", "utf16le"),
  "UTF-16, big-endian": Buffer.from("\uFEFFtask-1\ntask-2\n", "utf16le").swap16(),
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
  "a,b\n1,2\n": "stdin:1 has no known name of a column of ids",
  // The ID of a channel is not the ID of a task.
  "任务,频道ID\ntask-1,task-2\n": "stdin:1 has no known name of a column of ids",
  "a;b\n1;2\n": "stdin:1 has no known name of a column of ids",
  "# exported\na\tb\n1\t2\n": "stdin:2 has no known name of a column of ids",
  // The first line of one column that is no id.
  "编号\ntask-1\ntask-2\n": "stdin:1 is no id and no known name of a column",
  "Task\r\ntask-1\r\n": "stdin:1 is no id and no known name of a column",
  "\n# today\nrecording\ntask-1\n": "stdin:3 is no id and no known name of a column",
  ...Object.fromEntries(
    ["col1", "V1", "_c0", "0", "Column1", "task_id_2", "f0_", "列1", "5f2b7c1e-8501"].map((header) => [
      `${header}\n5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4\n`,
      "stdin:1 ",
    ]),
  ),
  "# today\ncol1\ntask-1\n5F2B7C1E85014D0C8AC172295A6BE0D4\n": "stdin:2 has another form than the ids below it",
  "id,taskId\ntask-1,task-2\ntask-3,\n": "stdin:3 has no taskId",
  "taskId,task_id\ntask-1,task-2\n": "stdin:1 has task_id twice",
  // A writer of JSON leaves out a member without a value: this id is of something else.
  '{"id":"order-1","taskId":"task-1"}\n{"id":"task-2"}\n': "stdin:2 has the id in id, and a line above in taskId",
  '{"id":"task-1"}\n{"id":"order-2","taskId":"task-2"}\n': "stdin:2 has the id in taskId, and a line above in id",
  '{"taskId":null,"id":"task-1"}\n': "stdin:1 has a taskId that is no text",
  "taskId;name\ntask-1;a;b\n": "stdin:2 has 3 cells",
  "taskId\ntask-1;a\n": "stdin:2 is no id",
  // A comment in a table could as well be a cell.
  "taskId,name\n#task-1,a\n": "stdin:2 is no id",
  "name,taskId\n# the rest,\n": "stdin:2 has no taskId",
  "task-1 # today\n": "stdin:1 is no id",
  'task-1\n{"taskId":"task-2"}\n': "stdin:2 is no id",
  // UTF-16, as PowerShell writes it, and a cursor movement.
  "\uFFFD\uFFFDt\0a\0s\0k\0-\x001\0\n": "stdin:1 is no id",
  "task-1\0\n": "stdin:1 is no id",
  "task-1\x1b[2J\n": "stdin:1 is no id",
  // A missing name does not match a column without a name.
  ",Task,Channel\nrow-1,task-1,room\n": "stdin:1 has no known name of a column of ids",
  "sep=,\nnumber,task-1\n": "stdin:2 has no known name of a column of ids",
  '_," "\ntask-1,task-2\n': "stdin:1 has no known name of a column of ids",
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

/** The same task under other names, and the name that --column gives it. */
const COLUMNS = {
  ",Task,Channel\n0,task-1,room\n": "Task",
  "Task,task\nno-1,task-1\n": "task",
  "id,taskId,Task No.\n1,no-1,task-1\n": "Task No.",
  "Aufgabe;ID\ntask-1;1\n": "aufgabe",
  "编号\ntask-1\n": "编号",
  '{"id":"no-1","task":"task-1"}\n': "task",
};

for (const [input, column] of Object.entries(COLUMNS)) {
  test(`--column ${column} chooses the ids of ${JSON.stringify(input)}`, async (t) => {
    const { at, emulator } = await emulating(t);
    const { code, stderr } = await run(["stop", "recording", "-", "--column", column, ...at], { input });
    assert.deepEqual([code, emulator.recordings.get("task-1")], [0, "STOPPED"], stderr);
    const missing = await run(["stop", "recording", "-", "--column", "other", ...at], { input });
    assert.deepEqual([missing.code, /:1 has no (?:column )?other/.test(missing.stderr)], [2, true], missing.stderr);
    assert.equal(emulator.requests.length, 1);
  });
}

test("an id of another form stands below a header, and any ids stand below one of the service", async (t) => {
  const { at } = await emulating(t);
  const [known, plain] = ["5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4", "5F2B7C1E85014D0C8AC172295A6BE0D4"];
  for (const [input, ids, ...column] of [
    [`taskId\nodd-1\n${known}\n`, ["odd-1", known]],
    [`${known}\nodd-1\n${plain}\n`, [known, "odd-1", plain]],
    [`${plain}\n${known}\n`, [plain, known]],
    [`col1\n${known}\n`, [known], "--column", "col1"],
    ["col1\n", ["col1"]],
    ["a1\nb-22\n3\n", ["a1", "b-22", "3"]],
  ]) {
    const { code, stdout, stderr } = await run(["stop", "recording", "-", "--dry-run", ...column, ...at], { input });
    assert.deepEqual([code, stdout.match(/(?<=\t)\S+/g)], [0, ids], stderr);
  }
});

test("--column refuses a name that two columns have", async () => {
  for (const names of ["id,id", "Task,Task"]) {
    const [column] = names.split(",");
    const input = `${names}\ntask-1,task-2\n`;
    const { code, stderr } = await run(["stop", "recording", "--dry-run", "-", "--column", column], { input });
    assert.equal(code, 2);
    assert.ok(stderr.includes(`stdin:1 has ${column} twice`), stderr);
  }
});

for (const noun of ["recording", "monitor"]) {
  test(`each documented name of the ids of a ${noun} chooses a column, and the first of them counts`, async () => {
    const dry = (input) => run(["stop", noun, "--dry-run", "-"], { input });
    for (const page of ["docs/guide/command-line.md", "docs/zh/guide/command-line.md"]) {
      const [, cells] = new RegExp(`^\\| ${noun} \\| (.*) \\|$`, "m").exec(await readFile(join(root, page), "utf8"));
      const names = cells.match(/(?<=`)[^`、, ]+(?=`)/g);
      assert.ok(names.length > 3);
      for (const name of names) {
        assert.equal((await dry(`name,${name}\na,task-1\n`)).stdout, "dry-run\ttask-1\t\t\n", name);
      }
      const header = [...names].reverse().join(",");
      const row = names.map((_, i) => `task-${names.length - i}`).join(",");
      assert.equal((await dry(`${header}\n${row}\n`)).stdout, "dry-run\ttask-1\t\t\n");
    }
    const other = noun === "recording" ? "monitorId" : "taskId";
    assert.equal((await dry(`name,${other}\na,task-1\n`)).code, 2);
  });
}

test("other members and columns come back in the result, and in the journal", async (t) => {
  const { at } = await emulating(t);
  const folder = await emptyFolder(t);
  for (const [input, expected] of [
    ['{"taskId":"task-1","courseId":7,"__proto__":"p"}\n', JSON.parse('{"courseId":7,"__proto__":"p"}')],
    ["room,taskId,,note\nA 1,task-1,x,\n", { room: "A 1" }],
    ['{"taskId":"task-1","context":["a"]}\n', ["a"]],
    [
      '{"type":"result","taskId":"task-1","context":{"courseId":7},"outcome":"unknown","attempts":1}\n',
      { courseId: 7 },
    ],
    ["task-1\n", undefined],
  ]) {
    const journal = join(folder, `${Math.random()}.jsonl`);
    for (const verbose of [[], ["--verbose"]]) {
      const args = ["stop", "recording", "-", "--json", "--journal", journal, ...verbose, ...at];
      const { stdout, stderr } = await run(args, { input });
      const [result] = stdout.split("\n").map((line) => line && JSON.parse(line));
      if (verbose.length === 0) assert.deepEqual([result.taskId, result.context], ["task-1", expected], stderr);
      const [line] = (await readFile(journal, "utf8")).split("\n").map((text) => text && JSON.parse(text));
      assert.deepEqual(line.context, expected);
    }
  }
});

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
