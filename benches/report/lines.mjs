// Chart with a line for each way, drawn by Observable Plot, for light and dark backgrounds.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { OURS, page, THEIRS } from "./chart.mjs";

/** Returns an SVG of points `{ name, second, stopped }`; `outage` is the band `{ x1, x2 }` in seconds. */
export function lines(points, { title, outage, ours }) {
  const { document } = parseHTML("<html><body></body></html>");
  const labels = Array.from(new Set(points.map(({ name }) => name)), (name) => labelOf(name, points, outage));
  const colour = ({ name }) => (name === ours ? OURS : THEIRS);
  const [width, height] = [728, 340];
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: 40,
    marginLeft: 50,
    marginRight: 20,
    x: { label: "seconds" },
    y: { label: null, grid: true, domain: [0, 1.1 * Math.max(...points.map(({ stopped }) => stopped))] },
    marks: [
      Plot.rectX([outage], { x1: "x1", x2: "x2", fill: THEIRS, fillOpacity: 0.15 }),
      Plot.text(["outage"], { x: (outage.x1 + outage.x2) / 2, frameAnchor: "top", dy: 6, fontSize: 13 }),
      Plot.line(points, { x: "second", y: "stopped", z: "name", stroke: colour, strokeWidth: 2 }),
      ...labels.map((label) =>
        Plot.text([label], {
          x: "second",
          y: "stopped",
          text: "text",
          textAnchor: label.name === ours ? "end" : "start",
          dx: label.name === ours ? -10 : 10,
          dy: 14,
          fontSize: 13,
        }),
      ),
      Plot.text([title], { frameAnchor: "top-left", dx: -44, dy: -30, fontSize: 15, fontWeight: "bold" }),
    ],
  });
  svg.querySelector("style").remove();
  return page({ width, height, title, content: svg.innerHTML });
}

/** The label of a line stands in the middle of its rise after the outage. */
function labelOf(name, points, { x2 }) {
  const own = points.filter((point) => point.name === name);
  const before = own.findLast(({ second }) => second < x2).stopped;
  const final = own.at(-1).stopped;
  const { second, stopped } = own.find((point) => point.stopped >= (before + final) / 2);
  return { name, second, stopped, text: `${name}: ${final}` };
}
