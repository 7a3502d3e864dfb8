/** A code that comes to mind: its name, how it is shown before it is saved, and how it is taken back. */

import assert from "node:assert/strict";
import test from "node:test";

import { again, inverse } from "../../toolkit/ui/annotator/frontend/acts.js";
import { Outbox } from "../../toolkit/ui/annotator/frontend/outbox.js";
import { LONGEST_LABEL, PROPOSED, codeNamed, labelFrom, proposedCode, tidyLabel } from "../../toolkit/ui/annotator/frontend/proposals.js";
import { replay } from "../../toolkit/ui/annotator/frontend/replay.js";
import { described } from "../../toolkit/ui/annotator/frontend/telling.js";
import { Work } from "../../toolkit/ui/annotator/frontend/work.js";

const PASSAGE = { start: 3, end: 9 };
const TRUST = { id: "trust", label: "Trust", theme: "Feelings", alt: [], offered: true };

function numbered() {
  let count = 0;
  return () => `id${(count += 1)}`;
}

function begun(told = {}) {
  const work = new Work(new Outbox("c", "P01", "0"), numbered());
  work.receive({ codings: [], codes: [TRUST], memos: [], history: [], me: "Ana", ack: null, ...told });
  return work;
}

test("a name is the words without what stands around them", () => {
  assert.equal(labelFrom("  “little  things,\nyou know.” "), "little things, you know");
  assert.equal(labelFrom("How was it?"), "How was it?");
  assert.equal(labelFrom("…"), "…");
  assert.equal(labelFrom("a\u202eb\u200b"), "ab");
});

test("a long passage gives a short name that ends with a whole word", () => {
  const name = labelFrom("the page that nobody reads until something goes wrong and then everybody does");
  assert.equal(name, "the page that nobody reads until something goes wrong and…");
  assert.ok([...name].length <= LONGEST_LABEL);
});

test("no character is cut in two, in no script", () => {
  assert.equal([...labelFrom("漢".repeat(100))].length, LONGEST_LABEL);
  const family = "\u{1F468}\u200d\u{1F469}\u200d\u{1F467}";
  const name = labelFrom(family.repeat(40));
  assert.equal(name.replaceAll(family, ""), "…");
  assert.ok([...name].length <= LONGEST_LABEL);
});

test("a name there is means that code, whatever the case and accents", () => {
  assert.equal(codeNamed("TRUST", [TRUST]), TRUST);
  assert.equal(codeNamed("Trusting", [TRUST]), null);
  assert.equal(tidyLabel(" a \n b "), "a b");
});

test("a proposal and its coding are there at once, as one act", () => {
  const work = begun();
  const id = work.propose({ label: "Little things", definition: "" }, PASSAGE);
  assert.deepEqual(work.outbox.ops.map(({ op }) => op), ["propose", "add"]);
  assert.equal(new Set(work.outbox.ops.map(({ act }) => act)).size, 1);
  assert.deepEqual(work.codes, [TRUST, proposedCode({ id, label: "Little things" })]);
  assert.equal(work.codes[1].theme, PROPOSED);
  assert.deepEqual([...work.codings.values()].map(({ code }) => code), [id]);
});

test("undo takes both back, and redo brings both under the same ids", () => {
  const work = begun();
  const id = work.propose({ label: "Little things", definition: "What is small." }, PASSAGE);
  work.undo();
  assert.deepEqual([work.codes, [...work.codings]], [[TRUST], []]);
  assert.deepEqual(work.outbox.ops.slice(2).map(({ op }) => op), ["remove", "withdraw"]);
  work.redo();
  assert.deepEqual(work.outbox.ops.slice(4).map(({ op }) => op), ["restore", "restore"]);
  assert.equal(work.codes[1].definition, "What is small.");
  assert.deepEqual([...work.codings.values()].map(({ code }) => code), [id]);
});

test("what the log tells is undone and done again as what the outbox has", () => {
  const told = [
    { op: "propose", id: "p", label: "Little things", definition: "" },
    { op: "add", id: "c", start: 3, end: 9, code: "p", certainty: null },
  ];
  const back = inverse(told);
  assert.deepEqual(back.map(({ op }) => op), ["remove", "withdraw"]);
  assert.deepEqual(inverse(back).map(({ op }) => op), ["restore", "restore"]);
  assert.deepEqual(again(told)[0], { op: "restore", id: "p", label: "Little things", definition: "" });
});

test("without proposals on their way the codes are the very list that was told", () => {
  const codes = [TRUST];
  assert.equal(replay({ codings: [], codes, me: "Ana" }, [{ op: "add", id: "c", ...PASSAGE, code: "trust" }]).codes, codes);
});

test("a proposal that the server tells by now is not doubled", () => {
  const op = { op: "propose", id: "p", label: "Little things" };
  const told = proposedCode(op);
  assert.deepEqual(replay({ codings: [], codes: [told], me: "Ana" }, [op]).codes, [told]);
});

test("what was proposed is told by its name", () => {
  const ops = [{ op: "propose", id: "p", label: "Little things" }, { op: "add", id: "c", ...PASSAGE, code: "p" }];
  assert.equal(described(ops, (id) => id), "proposed the code “Little things”");
});
