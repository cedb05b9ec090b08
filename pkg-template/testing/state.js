// Holds the recordings and monitors in Maps that refuse a state the service does not have.

export const recordingStates = ["RUNNING", "RECOVERING", "STOPPING", "STOPPED"];
export const monitorStates = ["RUNNING", "STOPPED"];

class StateMap extends Map {
  #path;
  #states;

  constructor(path, states, initial) {
    // Entries given to super() would reach set() before the private fields exist.
    super();
    this.#path = path;
    this.#states = states;
    for (const [id, state] of Object.entries(initial)) this.set(id, state);
  }

  set(id, state) {
    if (typeof id !== "string" || id === "") throw new TypeError(`${this.#path}: an id must be a non-empty string`);
    if (!this.#states.includes(state)) {
      throw new TypeError(`${this.#path}[${JSON.stringify(id)}] must be one of ${this.#states.join(", ")}`);
    }
    return super.set(id, state);
  }
}

export function createState({ recordings, monitors }) {
  return {
    recordings: new StateMap("recordings", recordingStates, recordings),
    monitors: new StateMap("monitors", monitorStates, monitors),
  };
}
