// The keys that a run has met: by hashes of 96 bits, because a million keys as text would take ten times the memory.

type Hash = readonly [number, number, number];

/** 12 bytes a key, at a load of at most three quarters. By chance two of a billion keys meet with a probability of 10^-11. */
export class SeenKeys {
  #table = new Uint32Array(3 * 1024);
  #count = 0;
  // No input can be made for it whose hashes meet.
  readonly #seeds = crypto.getRandomValues(new Uint32Array(3));

  has(key: string): boolean {
    return this.#find(this.#hash(key)) === undefined;
  }

  /** Returns whether the key is new, and keeps it. */
  add(key: string): boolean {
    if (4 * this.#count >= this.#table.length) this.#grow();
    const isNew = this.#insert(this.#hash(key));
    if (isNew) this.#count += 1;
    return isNew;
  }

  #insert(hash: Hash): boolean {
    const at = this.#find(hash);
    if (at !== undefined) this.#table.set(hash, at);
    return at !== undefined;
  }

  /** Returns the free place of a hash; `undefined` where the table has it. */
  #find([a, b, c]: Hash): number | undefined {
    const table = this.#table;
    const slots = table.length / 3;
    for (let slot = a % slots; ; slot = (slot + 1) % slots) {
      const at = 3 * slot;
      if (table[at + 2] === 0) return at;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c) return undefined;
    }
  }

  #grow(): void {
    const old = this.#table;
    // By a half: twice the size would be 7 MB more for a million keys.
    this.#table = new Uint32Array(3 * Math.ceil(old.length / 2));
    for (let at = 0; at < old.length; at += 3) {
      const [a = 0, b = 0, c = 0] = old.subarray(at, at + 3);
      if (c !== 0) this.#insert([a, b, c]);
    }
  }

  /** MurmurHash3's mixing over the UTF-16 units, three times with other seeds. */
  #hash(key: string): Hash {
    let [a = 0, b = 0, c = 0] = this.#seeds;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      a = mixed(a, unit, 0xcc9e2d51);
      b = mixed(b, unit, 0x1b873593);
      c = mixed(c, unit, 0x85ebca6b);
    }
    // Zero means a free slot.
    return [finished(a), finished(b), (finished(c) | 1) >>> 0];
  }
}

function mixed(hash: number, unit: number, factor: number): number {
  const k = Math.imul(unit + 1, factor);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x9e3779b1);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
