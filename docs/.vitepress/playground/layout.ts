// Places the steps of a run in a sequence diagram. Time runs downwards; short times get the room that their texts need.
import type { Scenario } from "./scenario.ts";
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

/** Draws the steps, at least as high as `minHeight`. */
export function draw(steps: readonly Step[], width: number, minHeight: number, texts: PlaygroundTexts): Drawing {
  const pen = new Pen(width, texts);
  for (const [i, step] of steps.entries()) pen.step(step, steps[i + 1]);
  return pen.drawing(minHeight);
}

/** The room that the diagram of a scenario will need, about: it is kept free, so that nothing moves when the run has ended. */
export function expectedHeight({ faults, clockMinutes, verify }: Scenario): number {
  const attempts = faults.map((fault) => (fault === "throttle" ? 216 : 176)).slice(0, 4);
  const more = [clockMinutes === 0 ? 0 : 140, verify ? 90 : 0, attempts.length < 4 ? 120 : 0];
  return [...attempts, ...more].reduce((sum, height) => sum + height, 160);
}

type Ends = Pick<Arrow, "label" | "tone"> & Partial<Arrow>;

class Pen {
  readonly #width: number;
  readonly #texts: PlaygroundTexts;
  readonly #x: { readonly [L in Lane]: number };
  /** Where messages get lost, and where a proxy stands. */
  readonly #midway: number;
  readonly #arrows: Arrow[] = [];
  readonly #notes: Note[] = [];
  readonly #waits: Wait[] = [];
  readonly #times: { y: number; text: string }[] = [];
  #y = TOP;
  /** Whether the last request got to the service. */
  #arrived = true;

  constructor(width: number, texts: PlaygroundTexts) {
    this.#width = width;
    this.#texts = texts;
    this.#x = lanesOf(width);
    this.#midway = (this.#x.client + this.#x.service) / 2;
  }

  step(step: Step, next: Step | undefined): void {
    const { caller, client, service } = this.#x;
    const { drawn } = this.#texts;
    switch (step.type) {
      case "call":
        this.#time(0, 30);
        this.#arrow(caller, client, 0, { label: drawn.call, tone: "plain" });
        break;
      case "request":
        this.#request(step, next?.type === "response");
        break;
      case "service": {
        const isExecuted = step.effect === "executed";
        this.#note(service, isExecuted ? drawn.executed : drawn.refused, isExecuted ? "good" : "refused");
        break;
      }
      case "response":
        this.#response(step);
        break;
      case "lost":
        this.#lost(step);
        break;
      case "wait": {
        const height = Math.min(96, 26 + step.ms / 10);
        this.#waits.push({ x: client, y: this.#y + 12, height, text: drawn.wait(step.ms) });
        this.#y += height - 2;
        break;
      }
      case "end": {
        const { fate } = step.outcome;
        const tone = fate === "unknown" ? "lost" : fate === "not-stopped" ? "refused" : "good";
        this.#time(step.at, 38);
        this.#arrow(client, caller, 0, { label: drawn.fates[fate], tone });
      }
    }
  }

  drawing(minHeight: number): Drawing {
    const { lanes: names } = this.#texts;
    const lanes = (["caller", "client", "service"] as const).map((lane) => ({ x: this.#x[lane], name: names[lane] }));
    return {
      width: this.#width,
      height: Math.max(this.#y + 28, minHeight),
      lanes,
      arrows: this.#arrows,
      notes: this.#notes,
      waits: this.#waits,
      times: spaced(this.#times),
    };
  }

  #request(step: Extract<Step, { type: "request" }>, isAnswered: boolean): void {
    const { client, service } = this.#x;
    const { drawn, proxy } = this.#texts;
    const label = step.action.startsWith("Describe") ? drawn.question : drawn.request(step.number);
    this.#arrived = step.arrives;
    const broken = !step.arrives && !isAnswered;
    this.#time(step.at, 36);
    this.#arrow(client, step.arrives ? service : this.#midway, SLOPE, {
      label,
      tone: broken ? "lost" : "plain",
      broken,
    });
    if (!step.arrives && isAnswered) this.#note(this.#midway, proxy, "refused");
  }

  #response({ at, status, code }: Extract<Step, { type: "response" }>): void {
    const tone = status < 300 && code === undefined ? "good" : "refused";
    this.#y += 24;
    const from = this.#arrived ? this.#x.service : this.#midway;
    this.#arrow(from, this.#x.client, SLOPE, { label: `${status}`, detail: code ?? "", tone });
    this.#time(at, code === undefined ? 0 : 8);
  }

  #lost({ at, reason }: Extract<Step, { type: "lost" }>): void {
    const { client, service } = this.#x;
    const { drawn } = this.#texts;
    this.#y += reason === "timeout" ? 12 : 28;
    if (reason === "timeout") this.#note(client, drawn.timeout, "lost");
    else if (this.#arrived) {
      this.#arrow(service, this.#midway, SLOPE, { label: drawn.broken, tone: "lost", broken: true });
    }
    this.#time(at, 0);
  }

  #time(at: number, below: number): void {
    this.#y += below;
    this.#times.push({ y: this.#y, text: this.#texts.ms(at) });
  }

  #arrow(fromX: number, toX: number, fall: number, ends: Ends): void {
    const from = { x: fromX, y: this.#y };
    this.#y += fall;
    this.#arrows.push({ from, to: { x: toX, y: this.#y }, detail: "", broken: false, ...ends });
  }

  #note(x: number, text: string, tone: Tone): void {
    this.#y += 16;
    this.#notes.push({ x, y: this.#y, text, tone });
  }
}

function lanesOf(width: number): { readonly [L in Lane]: number } {
  const isNarrow = width < 520;
  const caller = isNarrow ? 68 : 120;
  const service = width - (isNarrow ? 44 : 76);
  return { caller, client: caller + (service - caller) * 0.4, service };
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
