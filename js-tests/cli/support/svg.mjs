// An SVG that plays the screens of a terminal. A viewer without animations shows the last one.

const COLORS = { 1: "#ffffff", 2: "#8b949e", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341" };
const [CHAR, LINE, PADDING] = [7.8, 18, 14];

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const span = ({ text, style }) =>
  style === undefined ? escaped(text) : `<tspan fill="${COLORS[style] ?? "#e6edf3"}">${escaped(text)}</tspan>`;

/** Returns the SVG. `frames` is a list of `{ atMs, lines }`; `holdMs` is the time of the last one. */
export function svgOf(frames, { columns, holdMs, title }) {
  const rows = Math.max(...frames.map(({ lines }) => lines.length));
  const [width, height] = [Math.ceil(columns * CHAR + 2 * PADDING), rows * LINE + 2 * PADDING];
  const totalMs = frames.at(-1).atMs + holdMs;
  const percent = (ms) => `${((100 * ms) / totalMs).toFixed(2)}%`;
  const rules = frames.map(({ atMs }, i) => {
    const end = frames[i + 1]?.atMs;
    const before = atMs === 0 ? "" : `0%{visibility:hidden}${percent(atMs - 1)}{visibility:hidden}`;
    const after =
      end === undefined
        ? "100%{visibility:visible}"
        : `${percent(end - 1)}{visibility:visible}${percent(end)}{visibility:hidden}`;
    return `@keyframes f${i}{${before}${percent(atMs)}{visibility:visible}${after}}.f${i}{animation:f${i} ${totalMs}ms step-end infinite}`;
  });
  const groups = frames.map(({ lines }, i) => {
    const shown = lines.map((spans, row) =>
      spans.length === 0
        ? ""
        : `<text x="${PADDING}" y="${PADDING + (row + 0.75) * LINE}">${spans.map(span).join("")}</text>`,
    );
    const visibility = i === frames.length - 1 ? "" : ' visibility="hidden"';
    return `<g class="f${i}"${visibility}>${shown.filter(Boolean).join("")}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#e6edf3;white-space:pre}@media(prefers-reduced-motion:no-preference){${rules.join("")}}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...groups,
    "</svg>",
    "",
  ].join("\n");
}
