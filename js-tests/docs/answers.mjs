// Draws the picture of the four ends of a call, in English and Chinese, for wide screens and for phones: `npm run answers`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../support/paths.mjs";

const TOP = 46;

/**
 * The exchange on the wire, the end of the call, and the next action of the caller: their columns, and how far the end and the action
 * stand below the exchange. A phone has them in one column.
 */
const LAYOUTS = {
  wide: { width: 730, row: 92, call: 24, service: 214, says: 250, advice: 520, box: 246, saysBelow: 0, adviceBelow: 0 },
  narrow: {
    width: 340,
    row: 240,
    call: 40,
    service: 300,
    says: 24,
    advice: 24,
    box: 292,
    saysBelow: 80,
    adviceBelow: 152,
  },
};

const words = {
  en: {
    suffix: "",
    title: "What the end of a call means",
    description:
      "Four ends of a call. The service says that it stopped the task: the call resolves to stopped, done. The service says that the task does not run: already-stopped, done. The service refused, or the request was never sent: an error with outcomeUnknown false, this call did not stop the task. The response was lost, also in all retries: an error with outcomeUnknown true, the task may be stopped; call again, which does no harm.",
    heads: ["your program", "service", "the call", "what to do"],
    rows: [
      ['"stopped"', "resolves to", ["Done."]],
      ['"already-stopped"', "resolves to", ["Done: it was not", "running any more."]],
      [
        "outcomeUnknown: false",
        "rejects with",
        ["This call did not stop it.", "Fix the cause, or call", "again if retryable."],
      ],
      ["outcomeUnknown: true", "rejects with", ["It may be stopped. Call", "again: to stop it twice", "does no harm."]],
    ],
    wire: ["stopped", "not running", "refused", "lost, retries too"],
  },
  zh: {
    suffix: ".zh",
    title: "调用的最终结果意味着什么",
    description:
      "调用的四种最终结果。服务端确认已停止：返回 stopped，完成。服务端返回任务没有在运行：返回 already-stopped，完成。服务端拒绝，或者请求没有发出：抛出错误，outcomeUnknown 为 false，本次调用没有停止任务。响应丢失，重试也没有结果：抛出错误，outcomeUnknown 为 true，任务可能已经停止；再调用一次即可，没有副作用。",
    heads: ["您的程序", "服务端", "调用结果", "接下来"],
    rows: [
      ['"stopped"', "返回", ["完成。"]],
      ['"already-stopped"', "返回", ["完成：任务之前", "就不在运行了。"]],
      [
        "outcomeUnknown: false",
        "抛出错误",
        ["本次调用没有停止任务。", "先排除原因；retryable", "为 true 时可以重试。"],
      ],
      ["outcomeUnknown: true", "抛出错误", ["任务可能已经停止。", "再调用一次：重复停止", "没有副作用。"]],
    ],
    wire: ["已停止", "不在运行", "拒绝", "丢失，重试也丢失"],
  },
};

/** The colour of each end, readable on white and on black; the words say the same. */
const TONES = ["good", "good", "bad", "unsure"];

/** The background follows the text colour: a site may be dark on a light system. */
const STYLE = `
.page { fill: #ffffff; }
text { fill: #1f2328; font: 14px system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
.head, .small { fill: #59636e; font-size: 12px; }
.code { font: 600 14px ui-monospace, Menlo, Consolas, monospace; }
.line { stroke: #818b98; fill: none; stroke-width: 1.5; }
.life { stroke: #d1d9e0; stroke-width: 1.5; }
.good { fill: #1a7f37; stroke: #1a7f37; }
.bad { fill: #bc4c00; stroke: #bc4c00; }
.unsure { fill: #8250df; stroke: #8250df; }
rect.good, rect.bad, rect.unsure { fill-opacity: 0.1; stroke-width: 1.25; }
@media (prefers-color-scheme: dark) {
  .page { fill: #0d1117; }
  text { fill: #e6edf3; }
  .head, .small { fill: #9198a1; }
  .life { stroke: #3d444d; }
  .good { fill: #3fb950; stroke: #3fb950; }
  .bad { fill: #f0883e; stroke: #f0883e; }
  .unsure { fill: #ab7df8; stroke: #ab7df8; }
}
`;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
const text = (x, y, words, kind = "", more = "") =>
  `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}${more}>${escaped(words)}</text>`;
const arrow = (from, to, y, kind) => {
  const back = to > from ? -6 : 6;
  return `<path class="line ${kind}" style="fill:none" d="M${from} ${y}H${to}m${back} -4l${-back} 4l${back} 4"/>`;
};

function row(index, { rows, wire }, layout) {
  const [code, verb, advice] = rows[index];
  const tone = TONES[index];
  const { call, service, says } = layout;
  const y = TOP + index * layout.row;
  const middle = (call + service) / 2;
  const box = y + layout.saysBelow;
  // Beside the box, the advice is centred; below it, it begins at the top.
  const first = layout.adviceBelow === 0 ? y + 45 - (advice.length - 1) * 10 : y + layout.adviceBelow + 22;
  const reply =
    tone === "unsure"
      ? `<path class="line unsure" style="fill:none" d="M${service} ${y + 52}H${middle + 8}m-5 -6l10 12m0 -12l-10 12"/>`
      : arrow(service, call, y + 52, tone);
  return [
    arrow(call, service, y + 26, ""),
    text(middle, y + 19, "stop", "small", ' text-anchor="middle"'),
    reply,
    text(middle, y + 70, wire[index], "small", ' text-anchor="middle"'),
    `<rect class="${tone}" x="${says}" y="${box + 8}" width="${layout.box}" height="62" rx="8"/>`,
    text(says + 16, box + 32, verb, "small"),
    text(says + 16, box + 55, code, "code"),
    ...advice.map((line, at) => text(layout.advice, first + at * 20, line)),
  ].join("\n");
}

/** Lines of the program and of the service: of each exchange where the rest stands below it. */
function lives({ call, service, row, saysBelow }, height) {
  if (saysBelow === 0) return `<path class="life" d="M${call} 34V${height - 8}M${service} 34V${height - 8}"/>`;
  const each = words.en.rows.map((_, index) => {
    const y = TOP + index * row;
    return `M${call} ${y + 8}V${y + 72}M${service} ${y + 8}V${y + 72}`;
  });
  return `<path class="life" d="${each.join("")}"/>`;
}

/** Names of the columns. */
function heads({ heads: [program, service, call, advice] }, layout) {
  const sides = [
    text(layout.call - 8, 22, program, "head"),
    text(layout.service + 8, 22, service, "head", ' text-anchor="end"'),
  ];
  const columns = [text(layout.says, 22, call, "head"), text(layout.advice, 22, advice, "head")];
  return [...sides, ...(layout.saysBelow === 0 ? columns : [])].join("\n");
}

/** Returns the picture as SVG, in a language and a layout. */
export function answers(name, layoutName) {
  const language = words[name];
  const layout = LAYOUTS[layoutName];
  const { width } = layout;
  const height = TOP + language.rows.length * layout.row;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${language.title}</title>
<desc id="description">${language.description}</desc>
<style>${STYLE}</style>
<rect class="page" width="100%" height="100%" rx="10"/>
${heads(language, layout)}
${lives(layout, height)}
${language.rows.map((_, index) => row(index, language, layout)).join("\n")}
</svg>
`;
}

/** The files in docs, each with its language and its layout. */
export const pictures = Object.entries(words).flatMap(([language, { suffix }]) =>
  Object.keys(LAYOUTS).map((layout) => ({
    language,
    layout,
    file: join(root, "docs", `answers${layout === "wide" ? "" : `-${layout}`}${suffix}.svg`),
  })),
);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { language, layout, file } of pictures) writeFileSync(file, answers(language, layout));
}
