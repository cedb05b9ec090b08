// Cache of the credentials of a client: one request at a time for all waiting calls; the result is cached until shortly before it
// expires.

import type { Freshness } from "../api/boundary.ts";
import { monotonicMs, requestsEnd, wallMs } from "../http/runtime.ts";
import { type Answer, type CredentialsQuestion, environmentCredentials } from "../options/credentials.ts";

/** Credentials expire this long before their end: a request signed with them needs time to arrive. */
const MARGIN_MS = 300_000;

interface Question {
  readonly answer: Promise<Answer>;
  readonly number: number;
  readonly askedMs: number;
  /** Whether a call has waited for the credentials until its own deadline. */
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

  /** Returns cached credentials, if they are valid and the service has not called them expired. */
  current(freshness: Freshness, used: Answer | undefined): Answer | undefined {
    if (typeof this.#source !== "function") return this.#source;
    const answer = this.#cached?.answer;
    const isRefused = freshness === "renewed" && answer === used;
    return !isRefused && (answer?.expirationMs ?? 0) - MARGIN_MS > wallMs() ? answer : undefined;
  }

  /**
   * Joins the request under way, or starts one. `giveUp` marks the request as overdue: the next call starts another request, and takes
   * the first result.
   */
  ask(): { readonly answer: Promise<Answer>; giveUp(): void } {
    const joined = this.#question;
    if (joined !== undefined && !joined.overdue && isAlive(joined)) return waitFor(joined, joined.answer);
    const question = this.#begin(joined !== undefined && isAlive(joined) ? joined.answer : undefined);
    return waitFor(question, question.answer);
  }

  #begin(overdue: Promise<Answer> | undefined): Question {
    const asked = (this.#source as () => Promise<Answer>)();
    // Calls that join later wait for the overdue result, too.
    const answer = overdue === undefined ? asked : Promise.any([overdue, asked]).catch(() => asked);
    const question = { answer, number: ++this.#asked, askedMs: monotonicMs(), overdue: false };
    this.#question = question;
    const end = (answer?: Answer): void => {
      if (this.#question === question) this.#question = undefined;
      // The result of an older request does not replace the result of a newer one.
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
 * Whether the request for credentials will settle. In Cloudflare Workers it ends with the incoming request that started it, invisibly
 * to other incoming requests. The clock stands still within one turn, so a call of the same turn belongs to the same incoming request.
 */
const isAlive = (question: Question): boolean => !requestsEnd() || question.askedMs === monotonicMs();
