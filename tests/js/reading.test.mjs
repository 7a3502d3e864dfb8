import assert from "node:assert/strict";
import { test } from "node:test";

import { branchesOf, countsOf } from "../../toolkit/ui/annotator/frontend/branches.js";
import { Digits } from "../../toolkit/ui/annotator/frontend/digits.js";
import { EVERYTHING, choices, letsThrough, readsTurn, sizeOf } from "../../toolkit/ui/annotator/frontend/filter.js";
import { nextOpen, progressOf } from "../../toolkit/ui/annotator/frontend/progress.js";
import { firstFrom, occurrences } from "../../toolkit/ui/annotator/frontend/search.js";
import { Settings } from "../../toolkit/ui/annotator/frontend/settings.js";
import { Turns } from "../../toolkit/ui/annotator/frontend/turns.js";

const CODES = [
  { id: "a", label: "A", theme: "One" },
  { id: "b", label: "B", theme: "" },
  { id: "c", label: "C", theme: "One" },
];

test("codes stand under their theme, in the order of the codebook", () => {
  const names = branchesOf(CODES).map(({ theme, codes }) => [theme, codes.map(({ id }) => id)]);
  assert.deepEqual(names, [["One", ["a", "c"]], ["Other codes", ["b"]]]);
});

test("codings are counted by code", () => {
  assert.deepEqual([...countsOf([{ code: "a" }, { code: "b" }, { code: "a" }])], [["a", 2], ["b", 1]]);
});

test("codes not used yet have their digits in the order of the codebook", () => {
  assert.deepEqual([...new Digits().among(["x", "y"])], [["x", 1], ["y", 2]]);
});

test("a code in use keeps its digit whatever is used next", () => {
  const digits = new Digits(["m"]);
  const offered = ["a", "b", "m", "n"];
  const before = digits.among(offered).get("m");
  digits.use("n");
  digits.use("b");
  assert.equal(digits.among(offered).get("m"), before);
  assert.equal(new Set(digits.among(offered).values()).size, 4);
});

test("the tenth code takes the digit of the one not used for longest", () => {
  const codes = Array.from({ length: 10 }, (_, n) => `c${n}`);
  const digits = new Digits(codes.slice(0, 9));
  digits.use("c0");
  digits.use("c9");
  const held = digits.among(codes);
  assert.equal(held.get("c9"), 2);
  assert.equal(held.get("c0"), 1);
  assert.ok(!held.has("c1"));
  assert.deepEqual(digits.recent(2), ["c9", "c0"]);
});

test("a filter lets through what fits all its parts", () => {
  const coding = { coder: "A", code: "a" };
  assert.ok(letsThrough(EVERYTHING, coding, "One"));
  assert.ok(letsThrough({ ...EVERYTHING, coder: "A", theme: "One" }, coding, "One"));
  assert.ok(!letsThrough({ ...EVERYTHING, coder: "B", theme: "One" }, coding, "One"));
  assert.ok(readsTurn({ ...EVERYTHING, question: "3" }, { question: 3, speaker: "P" }));
  assert.ok(!readsTurn({ ...EVERYTHING, question: "3", speaker: "I" }, { question: 3, speaker: "P" }));
  assert.equal(sizeOf({ ...EVERYTHING, coder: "A" }), 1);
});

test("only what occurs can be filtered by", () => {
  const turns = [{ speaker: "I", question: 2 }, { speaker: "P", question: null }, { speaker: "I" }];
  const offered = choices({ codings: [{ code: "c", coder: "A" }], codes: CODES, turns, me: "A" });
  assert.deepEqual(offered.code.map(({ value }) => value), ["c"]);
  assert.deepEqual(offered.coder, [{ value: "A", words: "A (you)" }]);
  assert.deepEqual(offered.question, [{ value: "2", words: "Question 2" }]);
  assert.deepEqual(offered.speaker.map(({ value }) => value), ["I", "P"]);
});

test("progress counts the turns of those who answer", () => {
  const turns = ["interviewer", "participant", "other", "participant"].map((role) => ({ role, text: "So." }));
  const progress = progressOf([...turns, { role: "participant", text: " " }], [[0, 1]]);
  assert.deepEqual(progress, { of: 3, coded: 1, open: [2, 3] });
});

test("the next open turn goes round at the end", () => {
  assert.equal(nextOpen([2, 5], 2, 1), 5);
  assert.equal(nextOpen([2, 5], 5, 1), 2);
  assert.equal(nextOpen([2, 5], 2, -1), 5);
  assert.equal(nextOpen([], 2, 1), null);
});

// "I: " + 9 + "\n" + "P: "
const turns = new Turns([
  { n: 1, start: 3, text: "And then?" },
  { n: 2, start: 16, text: "Café, 😀 and the\ncafe\u0301s." },
]).list;

test("words are found whatever their case, accents and line breaks", () => {
  assert.deepEqual(occurrences(turns, "AND"), [{ start: 3, end: 6 }, { start: 24, end: 27 }]);
  assert.deepEqual(occurrences(turns, "cafe"), [{ start: 16, end: 20 }, { start: 32, end: 37 }]);
  assert.deepEqual(occurrences(turns, "the cafés"), [{ start: 28, end: 38 }]);
  assert.deepEqual(occurrences(turns, "  "), []);
  assert.deepEqual(occurrences(turns, "never"), []);
});

test("the first hit is the one ahead of the reader", () => {
  const found = [{ start: 3 }, { start: 24 }];
  assert.equal(firstFrom(found, 4), 1);
  assert.equal(firstFrom(found, 30), 0);
});

test("settings survive, and what is not theirs is not taken up", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const usual = { tree: true, folded: [] };
  new Settings(storage, "x", usual).set("tree", false);
  assert.equal(new Settings(storage, "x", usual).get("tree"), false);
  kept.set("intercoder.annotator/x", JSON.stringify({ tree: "yes", folded: {}, other: 1 }));
  assert.deepEqual(new Settings(storage, "x", usual).kept, usual);
  kept.set("intercoder.annotator/x", "{");
  assert.deepEqual(new Settings(storage, "x", usual).kept, usual);
});
