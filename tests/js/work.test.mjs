import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../toolkit/ui/annotator/frontend/outbox.js";
import { Work } from "../../toolkit/ui/annotator/frontend/work.js";
import { inverse, withActs } from "../../toolkit/ui/annotator/frontend/acts.js";
import { described } from "../../toolkit/ui/annotator/frontend/telling.js";

const ME = { coder: "A", mine: true, certainty: null };
const STORED = { id: "old", start: 5, end: 9, code: "cost", ...ME };
const MEMO = { id: "m", about: "coding", subject: "old", text: "Why?", author: "A", mine: true, made_at: "now" };

function working({ codings = [], memos = [], history = [] } = {}) {
  let made = 0;
  const work = new Work(new Outbox("view-1", "P01", "hash"), () => `new-${(made += 1)}`);
  work.receive({ codings, memos, history, me: "A", ack: null });
  return work;
}

/** The operations sent, without what numbers and groups them. */
function sent(work) {
  return work.outbox.ops.map(({ seq, act, undoes, redoes, ...op }) => op);
}

/** What a server that carried everything out would tell. */
function saved(work) {
  const history = work.acts.map((act) => ({ ...act }));
  const { codings, memos } = work;
  return working({ codings: [...codings.values()], memos: [...memos.values()], history });
}

const ids = (work) => [...work.codings.keys()];

test("a coding made, undone and done again keeps its id", () => {
  const work = working();
  const id = work.apply("cost", { start: 1, end: 4 });
  assert.deepEqual(ids(work), [id]);
  work.undo();
  assert.deepEqual(ids(work), []);
  work.redo();
  assert.deepEqual(ids(work), [id]);
  assert.deepEqual(work.outbox.ops.map(({ op }) => op), ["add", "remove", "restore"]);
});

test("undo works after everything is saved, from what the server tells", () => {
  const before = working();
  const id = before.apply("cost", { start: 1, end: 4 });
  const work = saved(before);
  work.undo();
  assert.deepEqual(ids(work), []);
  const again = saved(work);
  assert.equal(again.undo(), null);
  again.redo();
  assert.deepEqual([...again.codings.values()], [{ id, start: 1, end: 4, code: "cost", ...ME }]);
});

test("a change is one act: the old coding goes, another takes its place, and both come back together", () => {
  const work = working({ codings: [STORED], memos: [MEMO] });
  const id = work.change(STORED, { code: "waiting" });
  assert.deepEqual(ids(work), [id]);
  assert.equal(new Set(work.outbox.ops.map(({ act }) => act)).size, 1);
  work.undo();
  assert.deepEqual(ids(work), ["old"]);
  work.redo();
  assert.deepEqual(ids(work), [id]);
});

test("memos go along with a coding that is changed, and back", () => {
  const work = working({ codings: [STORED], memos: [MEMO] });
  const id = work.change(STORED, { end: 12 });
  assert.equal(work.memosAbout("coding", id)[0].text, "Why?");
  work.undo();
  assert.equal(work.memosAbout("coding", "old")[0].text, "Why?");
});

test("certainty is changed without the rest", () => {
  const work = working({ codings: [STORED] });
  const id = work.change(STORED, { certainty: "unsure" });
  assert.deepEqual(work.codings.get(id), { ...STORED, id, certainty: "unsure" });
});

test("memos are written, changed and removed, and each of it undone", () => {
  const work = working({ codings: [STORED] });
  work.writeMemo("coding", "old", "Why?");
  const texts = () => [...work.memos.values()].map(({ text }) => text);
  work.rewriteMemo([...work.memos.values()][0], "Because.");
  assert.deepEqual(texts(), ["Because."]);
  work.undo();
  assert.deepEqual(texts(), ["Why?"]);
  work.redo();
  work.removeMemo([...work.memos.values()][0]);
  assert.deepEqual(texts(), []);
  work.undo();
  assert.deepEqual(texts(), ["Because."]);
  work.undo();
  work.undo();
  assert.deepEqual(texts(), []);
});

test("doing something new forgets what was undone", () => {
  const work = working();
  work.apply("cost", { start: 1, end: 4 });
  work.undo();
  work.apply("waiting", { start: 1, end: 4 });
  assert.equal(work.redo(), null);
  assert.equal(work.undo().ops[0].code, "waiting");
  assert.equal(work.undo(), null);
});

test("acts are undone latest first, and done again in order", () => {
  const work = working();
  work.apply("one", { start: 1, end: 4 });
  work.apply("two", { start: 1, end: 4 });
  assert.equal(work.undo().ops[0].code, "two");
  assert.equal(work.undo().ops[0].code, "one");
  assert.equal(work.redo().ops[0].code, "one");
  assert.equal(work.redo().ops[0].code, "two");
});

test("a rejected act is gone, and cannot be undone", () => {
  const work = working();
  work.apply("cost", { start: 1, end: 4 });
  const ack = { client: "view-1", seq: 1, rejected: [{ seq: 1, reason: "no" }] };
  const rejected = work.receive({ codings: [], memos: [], history: [], me: "A", ack });
  assert.deepEqual(rejected.map(({ reason }) => reason), ["no"]);
  assert.deepEqual(ids(work), []);
  assert.equal(work.undo(), null);
});

test("an act the server has already is not listed twice", () => {
  const op = { op: "add", id: "a", start: 1, end: 2, code: "cost", act: "x", seq: 1 };
  assert.equal(withActs([{ act: "x", undone: false, ops: [op] }], [op]).length, 1);
});

test("an act undone by the outbox follows those that can be undone no more", () => {
  const history = ["x", "y"].map((act) => ({ act, undone: false, ops: [] }));
  const undo = { op: "remove", id: "a", act: "z", undoes: "y", seq: 1 };
  assert.deepEqual(withActs(history, [undo]).map(({ act, undone }) => [act, undone]), [["x", false], ["y", true]]);
});

test("what the server tells beside an operation does no harm to its inverse", () => {
  const told = { op: "remove", id: "c1", start: 1, end: 4, code: "cost", certainty: null };
  assert.deepEqual(inverse([told]), [{ op: "restore", id: "c1", start: 1, end: 4, code: "cost", certainty: null }]);
});

test("the same code on the same words is known", () => {
  const work = working({ codings: [STORED] });
  assert.ok(work.isCoded("cost", { start: 5, end: 9 }));
  assert.ok(!work.isCoded("cost", { start: 5, end: 8 }));
});

test("what was done is told in words", () => {
  const label = (code) => code.toUpperCase();
  const work = working({ codings: [STORED] });
  work.change(STORED, { code: "waiting" });
  assert.equal(described(sent(work), label), "changed COST to WAITING");
  assert.equal(described([{ op: "add", code: "cost" }], label), "coded COST");
  assert.equal(described([{ op: "memo", about: "coding" }], label), "wrote a memo");
});
