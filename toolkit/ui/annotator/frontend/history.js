/**
 * Undo and redo within the life of a view.
 *
 * Undoing is doing the opposite, as a new operation. A coding made again gets a new id, because ids never
 * come back; entries share one record per coding, so that all of them follow to the new id.
 */

export class History {
  constructor(newId) {
    this.newId = newId;
    this.done = [];
    this.undone = [];
  }

  /** Note an operation (`add` or `remove`) the coder did. */
  did(op, { id, start, end, code }) {
    this.done.push({ op, coding: this.#recordOf(id) ?? { id, start, end, code } });
    this.undone = [];
  }

  /** The operation that takes the latest back, or null. */
  undo() {
    return this.#move(this.done, this.undone, (op) => (op === "add" ? "remove" : "add"));
  }

  /** The operation that does again what was taken back last, or null. */
  redo() {
    return this.#move(this.undone, this.done, (op) => op);
  }

  /** Forget a coding whose operation was rejected. */
  forget(id) {
    this.done = this.done.filter(({ coding }) => coding.id !== id);
    this.undone = this.undone.filter(({ coding }) => coding.id !== id);
  }

  #move(from, to, turned) {
    const entry = from.pop();
    if (!entry) return null;
    to.push(entry);
    const op = turned(entry.op);
    if (op === "add") entry.coding.id = this.newId();
    return { op, coding: { ...entry.coding } };
  }

  #recordOf(id) {
    return [...this.done, ...this.undone].find(({ coding }) => coding.id === id)?.coding;
  }
}
