import assert from "node:assert/strict";
import { test } from "node:test";

import { Offsets } from "../../toolkit/ui/annotator/frontend/offsets.js";
import { vectors } from "./vectors.mjs";

for (const { name, text, units, slices } of vectors("offsets")) {
  const offsets = new Offsets(text);

  test(`${name}: every code point has the UTF-16 position Python computes`, () => {
    assert.equal(offsets.codePoints, units.length - 1);
    assert.deepEqual(units.map((_, point) => offsets.toUtf16(point)), units);
  });

  test(`${name}: positions come back as they went`, () => {
    assert.deepEqual(units.map((unit) => offsets.toCodePoint(unit)), [...units.keys()]);
  });

  test(`${name}: a slice holds what Python's slice holds`, () => {
    for (const { start, end, text: words } of slices) {
      assert.equal(text.slice(offsets.toUtf16(start), offsets.toUtf16(end)), words);
    }
  });
}

test("a position inside a surrogate pair belongs to the character before it", () => {
  const offsets = new Offsets("a😀b");
  assert.deepEqual([0, 1, 2, 3, 4].map((unit) => offsets.toCodePoint(unit)), [0, 1, 1, 2, 3]);
});

test("an empty text has one position", () => {
  const offsets = new Offsets("");
  assert.equal(offsets.toUtf16(0), 0);
  assert.equal(offsets.toCodePoint(0), 0);
});
