// Cache of the credentials of a client: one question at a time for all calls that wait, and its answer until shortly before it expires.

import type { Freshness } from "../api/boundary.ts";
import { monotonicMs, requestsEnd, wallMs } from "../http/runtime.ts";
import { type Answer, type CredentialsQuestion, environmentCredentials } from "../options/credentials.ts";

/** How long before their end credentials are no longer used: a request signed with them needs time to arrive. */
const MARGIN_MS = 300_000;

interface Question {
  readonly answer: Promise<Answer>;
  readonly number: number;
  readonly askedMs: number;
  /** Whether a call has waited for the answer until its own deadline. */
  overdue: boolean;
}

export class CredentialsCache {
  readonly #source: CredentialsQuestion;
  #cached: { readonly answer: Answer; readonly number: number } | undefined;
  #question: Question | undefined;
  #asked = 0;

  constructor(source: CredentialsQuestion | undefined) {
    this.#source = source ?? environmentCredentials;
  }

  /** The cached credentials, if they may be used, and are not those that the service called expired. */
  current(freshness: Freshness, used: Answer | undefined): Answer | undefined {
    if (typeof this.#source !== "function") return this.#source;
    const answer = this.#cached?.answer;
    const isRefused = freshness === "renewed" && answer === used;
    return !isRefused && (answer?.expirationMs ?? 0) - MARGIN_MS > wallMs() ? answer : undefined;
  }

  /**
   * Joins the question that is under way, or asks. `giveUp` marks the question as overdue: the next call asks anew, and takes
   * whichever answer comes first.
   */
  ask(): { readonly answer: Promise<Answer>; giveUp(): void } {
    const joined = this.#question;
    if (joined !== undefined && !joined.overdue && isAlive(joined)) return waitFor(joined, joined.answer);
    const question = this.#begin(joined !== undefined && isAlive(joined) ? joined.answer : undefined);
    return waitFor(question, question.answer);
  }

  #begin(overdue: Promise<Answer> | undefined): Question {
    const asked = (this.#source as () => Promise<Answer>)();
    // Those who join later wait for the overdue answer, too.
    const answer = overdue === undefined ? asked : Promise.any([overdue, asked]).catch(() => asked);
    const question = { answer, number: ++this.#asked, askedMs: monotonicMs(), overdue: false };
    this.#question = question;
    const end = (answer?: Answer): void => {
      if (this.#question === question) this.#question = undefined;
      // The answer to an older question does not replace that of a newer one.
      if (answer !== undefined && question.number > (this.#cached?.number ?? 0)) {
        this.#cached = { answer, number: question.number };
      }
    };
    asked.then(end, () => end());
    return question;
  }
}

function waitFor(question: Question, answer: Promise<Answer>): ReturnType<CredentialsCache["ask"]> {
  return {
    answer,
    giveUp: () => {
      question.overdue = true;
    },
  };
}

/**
 * Whether the question will be answered. In Cloudflare Workers it ends with the request that asked it, and other requests cannot see
 * that; but the clock stands still within one turn, so a call of the same turn belongs to the same request.
 */
const isAlive = (question: Question): boolean => !requestsEnd() || question.askedMs === monotonicMs();
