/**
 * What the server told: whole at first, then kept up to date by patches, which leave out the text and what is
 * as it was. A patch starts from a state that this view said it holds, and says all that has changed since; so
 * states are kept until the server starts from a later one.
 */

export class Told {
  #states = new Map();

  /** Name of the newest state held, or null. */
  rev = null;

  /** The message made whole, or null if it starts from a state not held here: then a whole one is needed. */
  take(message) {
    const whole = message.since === undefined ? message : this.#patched(message);
    if (!whole) return null;
    this.#forgetBefore(message.since);
    this.#states.set(whole.rev, whole);
    this.rev = whole.rev;
    return whole;
  }

  #patched({ since, changes, doc, ...rest }) {
    const base = this.#states.get(since);
    if (!base) return null;
    const whole = { ...base, ...rest };
    for (const [part, change] of Object.entries(changes)) whole[part] = changed(base[part], change);
    return whole;
  }

  /** The server does not go back: not to an earlier state, and after a whole message to none before it. */
  #forgetBefore(since) {
    for (const rev of this.#states.keys()) {
      if (rev === since) break;
      this.#states.delete(rev);
    }
  }
}

/** Whether two messages have the same text as it is read: turns, their speakers and roles, and units. */
export function isSameReading(one, other) {
  return one.doc === other.doc || JSON.stringify(one.doc) === JSON.stringify(other.doc);
}

const keyOf = (record) => record.id ?? record.act;

function changed(records, { all, put, gone }) {
  if (all) return all;
  const kept = new Map(records.map((record) => [keyOf(record), record]));
  for (const key of gone) kept.delete(key);
  for (const record of put) kept.set(keyOf(record), record);
  return [...kept.values()];
}
