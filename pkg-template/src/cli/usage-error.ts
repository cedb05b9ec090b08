// Error in the command line. Nothing was sent.

export class UsageError extends Error {
  /** The remedy, as a sentence. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
