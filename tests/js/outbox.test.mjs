import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../toolkit/ui/annotator/frontend/outbox.js";
import { replay } from "../../toolkit/ui/annotator/frontend/replay.js";
import { Journal } from "../../toolkit/ui/annotator/frontend/journal.js";
import { vectors } from "./vectors.mjs";

const ID = (n) => `018f0000-0000-7000-8000-00000000000${n}`;
const FIRST = { id: ID(1), start: 5, end: 14, code: "waiting" };
const SECOND = { id: ID(2), start: 5, end: 9, code: "cost" };

function filled() {
  const outbox = new Outbox("view-1", "P01", "d0".repeat(32));
  outbox.append({ op: "add", ...FIRST });
  outbox.append({ op: "add", ...SECOND });
  outbox.append({ op: "remove", ...FIRST });
  return outbox;
}

test("the message is the one Python reads", () => {
  assert.deepEqual(filled().message, vectors("outbox"));
});

test("an acknowledgement drops what it answers and nothing else", () => {
  const outbox = filled();
  assert.deepEqual(outbox.acknowledge({ client: "view-1", seq: 2, rejected: [] }), []);
  assert.deepEqual(outbox.message.ops.map(({ seq }) => seq), [3]);
});

test("an acknowledgement of another view answers nothing", () => {
  const outbox = filled();
  outbox.acknowledge({ client: "view-2", seq: 3, rejected: [] });
  outbox.acknowledge(null);
  assert.equal(outbox.size, 3);
});

test("sequence numbers go on after an acknowledgement", () => {
  const outbox = filled();
  outbox.acknowledge({ client: "view-1", seq: 3, rejected: [] });
  outbox.append({ op: "add", ...FIRST });
  assert.equal(outbox.message.ops[0].seq, 4);
});

test("a rejected operation is told once, with the reason", () => {
  const outbox = filled();
  const ack = { client: "view-1", seq: 3, rejected: [{ seq: 2, reason: "no" }] };
  assert.deepEqual(outbox.acknowledge(ack), [{ op: { seq: 2, op: "add", ...SECOND }, reason: "no" }]);
  assert.deepEqual(outbox.acknowledge(ack), []);
});

test("what is shown is the server's codings with the outbox replayed", () => {
  const others = { id: "x", start: 0, end: 3, code: "cost", coder: "B", mine: false, certainty: null };
  const shown = replay({ codings: [others], me: "A" }, filled().ops).codings;
  assert.deepEqual([...shown.keys()], ["x", ID(2)]);
  assert.deepEqual(shown.get(ID(2)), { ...SECOND, coder: "A", mine: true, certainty: null });
});

test("replaying what the server has already changes nothing", () => {
  const ops = [{ seq: 1, op: "add", ...FIRST }];
  const stored = { ...FIRST, coder: "A", mine: true, certainty: "sure" };
  assert.deepEqual([...replay({ codings: [stored], me: "A" }, ops).codings.values()], [stored]);
});

test("operations resumed from an earlier view keep their ids", () => {
  const outbox = new Outbox("view-2", "P01", "hash");
  outbox.resume(filled().ops);
  assert.deepEqual(outbox.ops.map(({ seq, id }) => [seq, id]), [[1, ID(1)], [2, ID(2)], [3, ID(1)]]);
});

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("the journal gives back what was not acknowledged, and only for the same text", () => {
  const journal = new Journal(storage(), "A", "P01");
  const outbox = filled();
  journal.keep(outbox);
  assert.deepEqual(journal.recover(outbox.sha256), { ops: outbox.ops, lost: 0 });
  assert.deepEqual(journal.recover("another"), { ops: [], lost: 3 });
  outbox.acknowledge({ client: "view-1", seq: 3, rejected: [] });
  journal.keep(outbox);
  assert.deepEqual(journal.recover(outbox.sha256), { ops: [], lost: 0 });
});

test("the journal does without storage", () => {
  const forbid = () => {
    throw new Error("forbidden");
  };
  const journal = new Journal({ getItem: forbid, setItem: forbid, removeItem: forbid }, "A", "P01");
  journal.keep(filled());
  assert.deepEqual(journal.recover("any"), { ops: [], lost: 0 });
});
