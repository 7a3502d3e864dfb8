/**
 * What the coder did that the server has not acknowledged.
 *
 * A message may overtake another and vanish, so the outbox is sent whole each time, and is emptied only by
 * acknowledgements. What the pane shows is always: what the server has + replay of the outbox.
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

  /** @param {object} op one operation of the protocol, without its number */
  append(op) {
    this.lastSeq += 1;
    this.ops.push({ ...op, seq: this.lastSeq });
  }

  /** Take over operations of an earlier view. Their ids stay, so that those on disk are not doubled. */
  resume(ops) {
    for (const op of ops) this.append(op);
  }

  /** Drop what is acknowledged and return the operations rejected, with the reason. */
  acknowledge(ack) {
    if (!ack || ack.client !== this.client) return [];
    const reasons = new Map(ack.rejected.map(({ seq, reason }) => [seq, reason]));
    const answered = this.ops.filter((op) => op.seq <= ack.seq);
    this.ops = this.ops.filter((op) => op.seq > ack.seq);
    return answered.filter((op) => reasons.has(op.seq)).map((op) => ({ op, reason: reasons.get(op.seq) }));
  }
}
