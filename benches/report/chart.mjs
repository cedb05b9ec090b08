// Chart with a panel of bars for each part, drawn by Observable Plot, for light and dark backgrounds.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const WIDTH = 760;
const BAR = 26;
const NAMES = 310;
const VALUES = 60;
const GAP = 18;
const MARGIN = 16;

/** Colours that are readable on white and on black. Text and background follow the system: a site may be dark where the system is light. */
export const OURS = "#d97706";
export const THEIRS = "#7c8ba1";
const STYLE = `
svg { fill: #1f2328; font: 13px system-ui, sans-serif; }
.page { fill: #ffffff; }
@media (prefers-color-scheme: dark) { svg { fill: #e6edf3; } .page { fill: #0d1117; } }
`;

function panel(document, { title, bars }, top) {
  const height = 34 + bars.length * BAR;
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height,
    marginTop: 30,
    marginBottom: 4,
    marginLeft: NAMES,
    marginRight: VALUES,
    x: { axis: null, domain: [0, Math.max(1, ...bars.map(({ value }) => value))] },
    y: { label: null, domain: bars.map(({ name }) => name) },
    marks: [
      Plot.axisY({ tickSize: 0, fontSize: 13, label: null }),
      Plot.barX(bars, {
        x: "value",
        y: "name",
        fill: ({ ours }) => (ours ? OURS : THEIRS),
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.text(bars, { x: "value", y: "name", text: "label", textAnchor: "start", dx: 6, fontSize: 13 }),
      Plot.text([title], { frameAnchor: "top-left", dx: -NAMES, dy: -24, fontSize: 15, fontWeight: "bold" }),
    ],
  });
  // Removes the style of Plot, which would give a panel the height of the whole chart.
  svg.querySelector("style").remove();
  return { height, text: `<g transform="translate(0 ${top})">${svg.innerHTML}</g>` };
}

const TITLE = "CPU of a call, signing speed, start and size beside the peers; shorter is better";

/** Returns an SVG with the panels below one another; in all of them shorter is better. */
export function chart(charts, title = TITLE) {
  const { document } = parseHTML("<html><body></body></html>");
  let top = 0;
  const panels = [];
  for (const given of charts) {
    const { height, text } = panel(document, given, top);
    panels.push(text);
    top += height + GAP;
  }
  return page({ width: WIDTH, height: top - MARGIN, title, content: panels.join("\n") });
}

/** Returns an SVG with a background and a margin around its content. */
export function page({ width: inner, height: innerHeight, title, content }) {
  const [width, height] = [inner + 2 * MARGIN, innerHeight + 2 * MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${title}</title>
<style>${STYLE}</style>
<rect class="page" width="100%" height="100%" rx="8"/>
<g transform="translate(${MARGIN} ${MARGIN})">
${content}
</g>
</svg>
`;
}
