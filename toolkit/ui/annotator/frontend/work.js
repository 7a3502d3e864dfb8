/**
 * The coder's work on one transcript: what the server has, what was done since, and what can be taken back.
 * Knows no document; whoever shows it asks for `codings`, `memos` and `acts` after each change.
 */

import { again, inverse, redoable, undoable } from "./acts.js";
import { replay } from "./replay.js";

export class Work {
  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {() => string} newId
   */
  constructor(outbox, newId) {
    Object.assign(this, { outbox, newId });
  }

  /** Take over a message of the server; returns the operations rejected, with the reason. */
  receive(data) {
    this.told = data;
    const rejected = this.outbox.acknowledge(data.ack);
    this.#replay();
    return rejected;
  }

  /** Do several operations as one act. */
  perform(ops, answered = {}) {
    const act = this.newId();
    for (const op of ops) this.outbox.append({ ...op, act, ...answered });
    this.#replay();
  }

  apply(code, { start, end }, certainty = null) {
    const id = this.newId();
    this.perform([{ op: "add", id, start, end, code, ...(certainty ? { certainty } : {}) }]);
    return id;
  }

  /** Propose a code and give it to a passage; returns the id it goes by. */
  propose({ label, definition }, { start, end }) {
    const id = this.newId();
    this.perform([
      { op: "propose", id, label, ...(definition ? { definition } : {}) },
      { op: "add", id: this.newId(), start, end, code: id },
    ]);
    return id;
  }

  remove(coding) {
    this.perform([removal(coding)]);
  }

  /** Give a coding another code, other ends or another certainty; returns the id of what takes its place. */
  change(coding, changes) {
    const id = this.newId();
    const { start, end, code, certainty } = { ...coding, ...changes };
    this.perform([
      { ...removal(coding), successor: id },
      { op: "add", id, start, end, code, ...(certainty ? { certainty } : {}) },
    ]);
    return id;
  }

  writeMemo(about, subject, text) {
    this.perform([{ op: "memo", id: this.newId(), about, subject, text }]);
  }

  rewriteMemo({ id, text: seen, about, subject }, text) {
    this.perform([{ op: "rewrite", id, about, subject, seen, text }]);
  }

  removeMemo({ id, text, about, subject }) {
    this.perform([{ op: "unmemo", id, about, subject, seen: text, text }]);
  }

  /** Take the latest act back; returns it, or null if there is none. */
  undo() {
    const act = undoable(this.acts);
    if (act) this.perform(inverse(act.ops), { undoes: act.act });
    return act;
  }

  /** Do again what was taken back last; returns the act, or null. */
  redo() {
    const act = redoable(this.acts);
    if (act) this.perform(again(act.ops), { redoes: act.act });
    return act;
  }

  isCoded(code, { start, end }) {
    for (const one of this.codings.values()) {
      if (one.start === start && one.end === end && one.code === code && one.mine) return true;
    }
    return false;
  }

  memosAbout(about, subject) {
    return [...this.memos.values()].filter((memo) => memo.about === about && memo.subject === subject);
  }

  #replay() {
    Object.assign(this, replay(this.told, this.outbox.ops));
  }
}

function removal({ id, start, end, code, certainty }) {
  return { op: "remove", id, start, end, code, ...(certainty ? { certainty } : {}) };
}
