/**
 * Which code each of the keys 1 to 9 applies.
 *
 * A code that is used gets a digit and keeps it, because fingers remember; only when all nine are held by
 * codes in use does the one not used for longest give way. Codes not used yet fill what is free, in the order
 * of the codebook.
 */

const KEYS = 9;

export class Digits {
  /** @param {string[]} used ids of codes in the order in which they were used, latest last */
  constructor(used = []) {
    this.held = Array(KEYS).fill(null);
    this.order = new Set();
    for (const code of used) this.use(code);
  }

  use(code) {
    this.order.delete(code);
    this.order.add(code);
    if (this.held.includes(code)) return;
    const free = this.held.indexOf(null);
    const oldest = [...this.order].find((other) => this.held.includes(other));
    this.held[free >= 0 ? free : this.held.indexOf(oldest)] = code;
  }

  /** Codes used last, latest first. */
  recent(count) {
    return [...this.order].slice(-count).toReversed();
  }

  /** @returns {Map<string, number>} digit by code */
  among(offered) {
    const held = this.held.map((code) => (offered.includes(code) ? code : null));
    const unused = offered.filter((code) => !held.includes(code));
    const filled = held.map((code) => code ?? unused.shift() ?? null);
    return new Map(filled.flatMap((code, place) => (code ? [[code, place + 1]] : [])));
  }
}
