/**
 * What the coder did that the server has not acknowledged.
 *
 * A message may overtake another and vanish, so the outbox is sent whole each time, and is emptied only by
 * acknowledgements. What the pane shows is always: codings of the server + replay of the outbox.
 */

export const PROTOCOL = 1;

export class Outbox {
  /** @param {string} client name of this view; sequence numbers count within it */
  constructor(client, doc, sha256) {
    Object.assign(this, { client, doc, sha256 });
    this.ops = [];
    this.lastSeq = 0;
  }

  get size() {
    return this.ops.length;
  }

  get message() {
    return {
      v: PROTOCOL,
      client: this.client,
      doc: this.doc,
      sha256: this.sha256,
      ops: this.ops.map((op) => ({ ...op })),
    };
  }

  add({ id, start, end, code }) {
    this.#append({ op: "add", id, start, end, code });
  }

  remove({ id, start, end, code }) {
    this.#append({ op: "remove", id, start, end, code });
  }

  /** Take over operations of an earlier view. Their ids stay, so that those on disk are not doubled. */
  resume(ops) {
    for (const { op, id, start, end, code } of ops) this.#append({ op, id, start, end, code });
  }

  /** Drop what is acknowledged and return the operations rejected, with the reason. */
  acknowledge(ack) {
    if (!ack || ack.client !== this.client) return [];
    const reasons = new Map(ack.rejected.map(({ seq, reason }) => [seq, reason]));
    const answered = this.ops.filter((op) => op.seq <= ack.seq);
    this.ops = this.ops.filter((op) => op.seq > ack.seq);
    return answered.filter((op) => reasons.has(op.seq)).map((op) => ({ op, reason: reasons.get(op.seq) }));
  }

  /** The server's codings as they will be once everything is acknowledged, by id. */
  replay(codings, me) {
    const shown = new Map(codings.map((coding) => [coding.id, coding]));
    for (const { op, id, start, end, code } of this.ops) {
      if (op === "remove") shown.delete(id);
      else if (!shown.has(id)) {
        shown.set(id, { id, start, end, code, coder: me, mine: true, certainty: null });
      }
    }
    return shown;
  }

  #append(op) {
    this.lastSeq += 1;
    this.ops.push({ seq: this.lastSeq, ...op });
  }
}
