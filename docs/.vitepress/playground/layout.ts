// Places the steps of a run in a sequence diagram. Time runs downwards; short times get the room that their texts need.
import type { PlaygroundTexts } from "./texts.ts";
import type { Lane, Step } from "./trace.ts";

export type Tone = "plain" | "good" | "refused" | "lost";

export interface Arrow {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly label: string;
  /** A second line, below the arrow. */
  readonly detail: string;
  readonly tone: Tone;
  /** The message never gets to the end of the arrow. */
  readonly broken: boolean;
}

export interface Note {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone: Tone;
}

export interface Wait {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly text: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly { readonly x: number; readonly name: string }[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly Note[];
  readonly waits: readonly Wait[];
  readonly times: readonly { readonly y: number; readonly text: string }[];
}

/** Space above the first step, for the names of the lanes. */
const TOP = 44;
/** How far an arrow over the network falls, because it takes time. */
const SLOPE = 16;

export function draw(steps: readonly Step[], width: number, texts: PlaygroundTexts): Drawing {
  const x = lanesOf(width);
  const middle = (x.client + x.service) / 2;
  const arrows: Arrow[] = [];
  const notes: Note[] = [];
  const waits: Wait[] = [];
  const times: { y: number; text: string }[] = [];
  let y = TOP;
  let arrives = true;
  const time = (at: number): void => {
    times.push({ y, text: texts.ms(at) });
  };
  const arrow = (fromX: number, toX: number, fall: number, rest: Pick<Arrow, "label" | "tone"> & Partial<Arrow>): void => {
    arrows.push({ from: { x: fromX, y }, to: { x: toX, y: y + fall }, detail: "", broken: false, ...rest });
    y += fall;
  };

  for (const [i, step] of steps.entries()) {
    switch (step.type) {
      case "call":
        y += 30;
        time(0);
        arrow(x.caller, x.client, 0, { label: texts.drawn.call, tone: "plain" });
        break;
      case "request": {
        y += 36;
        time(step.at);
        const label = step.action.startsWith("Describe") ? texts.drawn.question : texts.drawn.request(step.number);
        arrives = step.arrives;
        const isAnswered = steps[i + 1]?.type === "response";
        arrow(x.client, arrives ? x.service : middle, SLOPE, {
          label,
          tone: arrives || isAnswered ? "plain" : "lost",
          broken: !arrives && !isAnswered,
        });
        if (!arrives && isAnswered) notes.push({ x: middle, y: (y += 16), text: texts.proxy, tone: "refused" });
        break;
      }
      case "service": {
        const isExecuted = step.effect === "executed";
        const text = isExecuted ? texts.drawn.executed : texts.drawn.refused;
        notes.push({ x: x.service, y: (y += 16), text, tone: isExecuted ? "good" : "refused" });
        break;
      }
      case "response": {
        y += 18;
        const tone = step.status < 300 && step.code === undefined ? "good" : "refused";
        arrow(arrives ? x.service : middle, x.client, SLOPE, { label: `${step.status}`, detail: step.code ?? "", tone });
        if (step.code !== undefined) y += 8;
        time(step.at);
        break;
      }
      case "lost":
        y += 18;
        if (step.reason === "timeout") notes.push({ x: x.client, y: y + 12, text: texts.drawn.timeout, tone: "lost" });
        else if (arrives) arrow(x.service, middle, SLOPE, { label: texts.drawn.broken, tone: "lost", broken: true });
        if (step.reason === "timeout") y += 12;
        time(step.at);
        break;
      case "wait": {
        const height = Math.min(96, 26 + step.ms / 10);
        waits.push({ x: x.client, y: y + 12, height, text: texts.drawn.wait(step.ms) });
        y += 12 + height;
        y -= 14;
        break;
      }
      case "end": {
        y += 38;
        time(step.at);
        const { fate } = step.outcome;
        const tone = fate === "unknown" ? "lost" : fate === "not-stopped" ? "refused" : "good";
        arrow(x.client, x.caller, 0, { label: texts.drawn.fates[fate], tone });
      }
    }
  }
  const lanes = (["caller", "client", "service"] as const).map((lane) => ({ x: x[lane], name: texts.lanes[lane] }));
  return { width, height: Math.max(y + 28, 320), lanes, arrows, notes, waits, times: spaced(times) };
}

function lanesOf(width: number): { readonly [L in Lane]: number } {
  const isNarrow = width < 520;
  const caller = isNarrow ? 78 : 120;
  const service = width - (isNarrow ? 46 : 76);
  return { caller, client: caller + (service - caller) * (isNarrow ? 0.38 : 0.42), service };
}

/** Leaves out times whose texts would touch. */
function spaced<T extends { readonly y: number }>(times: readonly T[]): T[] {
  const kept: T[] = [];
  for (const time of times) {
    const last = kept.at(-1);
    if (last === undefined || time.y - last.y >= 15) kept.push(time);
  }
  return kept;
}
