import assert from "node:assert/strict";
import { test } from "node:test";

import { Turns, countCharacters, countWords, isMostlyRightToLeft } from "../../toolkit/ui/annotator/frontend/turns.js";

// "I: " + 9 + "\n" + "P: " + 12 + "\n" + "P: " + 9: positions count code points, 😀 is one.
const turns = new Turns([
  { n: 1, start: 3, text: "And then?" },
  { n: 2, start: 16, text: "I  waited 😀 " },
  { n: 3, start: 32, text: "👩‍👧 came." },
]);

test("a passage over several turns leaves the labels between them out", () => {
  assert.equal(turns.wordsOf({ start: 7, end: 36 }), "then?\nI  waited 😀 \n👩‍👧 ");
});

test("pieces are UTF-16 offsets in each turn", () => {
  assert.deepEqual(turns.pieces({ start: 26, end: 28 }), [{ index: 1, from: 10, to: 13 }]);
});

test("a passage in a label touches no turn", () => {
  assert.equal(turns.touched({ start: 0, end: 3 }), null);
  assert.equal(turns.touched({ start: 13, end: 16 }), null);
  assert.deepEqual(turns.touched({ start: 0, end: 4 }), [0, 0]);
});

test("blanks at the ends of a selection are left out, turns of blanks too", () => {
  assert.deepEqual(turns.tidy({ start: 17, end: 26 }), { start: 19, end: 25 });
  assert.deepEqual(turns.tidy({ start: 7, end: 16 }), { start: 7, end: 12 });
  assert.equal(turns.tidy({ start: 17, end: 19 }), null);
  assert.equal(turns.tidy({ start: 12, end: 16 }), null);
});

test("an end inside what reads as one character moves outward", () => {
  assert.deepEqual(turns.tidy({ start: 33, end: 38 }), { start: 32, end: 38 });
  assert.deepEqual(turns.tidy({ start: 19, end: 33 }), { start: 19, end: 35 });
});

test("positions and units convert there and back within a turn", () => {
  const [, turn] = turns.list;
  assert.equal(turn.end, 28);
  for (let position = turn.start; position <= turn.end; position++) {
    assert.equal(turn.position(turn.unit(position)), position);
  }
});

test("the sentence at a position is document-wide", () => {
  const two = new Turns([{ n: 1, start: 10, text: "I laughed 😀. Then I went." }]);
  assert.deepEqual(two.sentenceAt(0, 2), { start: 10, end: 23 });
  assert.deepEqual(two.sentenceAt(0, 20), { start: 23, end: 35 });
});

test("lengths are counted as readers count", () => {
  assert.equal(countCharacters("👩‍👧 e\u0301"), 3);
  assert.equal(countWords("So, I waited."), 3);
});

test("an end moves by what reads as a character, and on into the next turn", () => {
  assert.equal(turns.step(32, 1, "character", "end"), 35);
  assert.equal(turns.step(27, -1, "character", "end"), 26);
  assert.equal(turns.step(12, 1, "character", "end"), 17);
  assert.equal(turns.step(16, -1, "character", "start"), 11);
  assert.equal(turns.step(3, -1, "character", "start"), 3);
  assert.equal(turns.step(turns.end, 1, "character", "end"), turns.end);
});

test("by words, an end goes to ends of words and a start to starts", () => {
  assert.equal(turns.step(3, 1, "word", "end"), 6);
  assert.equal(turns.step(6, 1, "word", "end"), 11);
  assert.equal(turns.step(3, 1, "word", "start"), 7);
  assert.equal(turns.step(7, -1, "word", "start"), 3);
});

test("a transcript is read from right to left if most turns are", () => {
  const said = (...texts) => texts.map((text) => ({ text }));
  assert.ok(isMostlyRightToLeft(said("מה שלומך?", "... طيب", "Okay")));
  assert.ok(!isMostlyRightToLeft(said("Okay", "שלום", "And then?")));
  assert.ok(!isMostlyRightToLeft(said("123", "")));
});

test("the unit at a place of a turn is its own one, also behind the last letter", () => {
  const fixed = new Turns([
    { n: 1, start: 3, text: "Why?" },
    { n: 2, start: 12, text: "Once. 😀 Twice 😀" },
    { n: 3, start: 32, text: "Thrice." },
  ], [[12, 17], [18, 27], [32, 39]]);
  assert.deepEqual(fixed.sentenceAt(1, 2), { start: 12, end: 17 });
  assert.deepEqual(fixed.sentenceAt(1, 17), { start: 18, end: 27 });
  assert.deepEqual(fixed.sentenceAt(2, 7), { start: 32, end: 39 });
});
