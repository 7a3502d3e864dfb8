import assert from "node:assert/strict";
import { test } from "node:test";

import { Turns } from "../../toolkit/ui/annotator/frontend/turns.js";
import { Units } from "../../toolkit/ui/annotator/frontend/units.js";

const units = new Units([[5, 10], [12, 20], [20, 26], [40, 44]]);

test("a passage grows to the ends of the units it touches", () => {
  assert.deepEqual(units.whole({ start: 6, end: 7 }), { start: 5, end: 10 });
  assert.deepEqual(units.whole({ start: 9, end: 13 }), { start: 5, end: 20 });
  assert.deepEqual(units.whole({ start: 0, end: 99 }), { start: 5, end: 44 });
  assert.deepEqual(units.whole({ start: 12, end: 20 }), { start: 12, end: 20 });
});

test("a passage between units, or that only touches their ends, is none", () => {
  for (const [start, end] of [[0, 5], [10, 12], [26, 40], [44, 50]]) assert.equal(units.whole({ start, end }), null);
});

test("whole agrees with looking at every unit", () => {
  for (let start = 0; start < 50; start++) {
    for (let end = start + 1; end < 50; end++) {
      const touched = units.spans.filter((span) => span[0] < end && start < span[1]);
      const expected = touched.length ? { start: touched[0][0], end: touched.at(-1)[1] } : null;
      assert.deepEqual(units.whole({ start, end }), expected, `${start}-${end}`);
    }
  }
});

test("the unit at a position is the one around it, or the next", () => {
  assert.deepEqual(units.at(5), { start: 5, end: 10 });
  assert.deepEqual(units.at(10), { start: 12, end: 20 });
  assert.deepEqual(units.at(20), { start: 20, end: 26 });
  assert.equal(units.at(44), null);
});

test("an end steps from unit to unit and stays at the last", () => {
  assert.equal(units.step(20, 1, "end"), 26);
  assert.equal(units.step(20, -1, "end"), 10);
  assert.equal(units.step(12, -1, "start"), 5);
  assert.equal(units.step(40, 1, "start"), 40);
});

test("every second unit is shaded", () => {
  assert.deepEqual(units.alternate(), [{ start: 12, end: 20 }, { start: 40, end: 44 }]);
});

const said = [{ n: 1, start: 3, text: "Why?" }, { n: 2, start: 11, text: "I waited. It came 😀." }];
const fixed = new Turns(said, [[11, 20], [21, 31]]);

test("with fixed units a passage is tidied to whole units", () => {
  assert.deepEqual(fixed.tidy({ start: 13, end: 14 }), { start: 11, end: 20 });
  assert.deepEqual(fixed.tidy({ start: 4, end: 23 }), { start: 11, end: 31 });
  assert.equal(fixed.tidy({ start: 3, end: 6 }), null);
});

test("with fixed units the sentence at a place is the unit, and steps go by units", () => {
  assert.deepEqual(fixed.sentenceAt(1, 12), { start: 21, end: 31 });
  assert.deepEqual(fixed.sentenceAt(0, 0), { start: 11, end: 20 });
  assert.equal(fixed.step(20, 1, "word", "end"), 31);
});

test("without fixed units any words make a passage", () => {
  assert.deepEqual(new Turns(said).tidy({ start: 13, end: 19 }), { start: 13, end: 19 });
});
