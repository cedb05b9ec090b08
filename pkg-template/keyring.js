// Keeps the credentials of a client: one question at a time for all calls that wait, and the answer until shortly before its end.

/** How long before their end credentials are used no more: a request signed with them may be on its way for a while. */
const MARGIN_MS = 300_000;

/** `source` is credentials, as an array of id, secret, token and end; or a function that promises some. */
export function createKeyring(source) {
  const asks = typeof source === "function";
  let kept = asks ? undefined : source;
  let question;
  return {
    /** The credentials at hand, if they may be used, and are not those that the service has refused. */
    current(refused) {
      const fresh = !asks || (kept !== undefined && kept !== refused && kept[3] - MARGIN_MS > Date.now());
      return fresh ? kept : undefined;
    },
    /** Joins the question that is under way, or asks. */
    ask() {
      if (question !== undefined) return question;
      const asked = source();
      question = asked;
      // An answer to a question that was given up comes too late to be kept: there may be a newer one.
      const over = () => {
        const current = question === asked;
        if (current) question = undefined;
        return current;
      };
      asked.then((answer) => {
        if (over()) kept = answer;
      }, over);
      return asked;
    },
    /** Gives up on a question that was not answered in time: the next call asks anew. */
    forget(asked) {
      if (question === asked) question = undefined;
    },
  };
}
