/** Filing what came or went gives what filing everything does. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Filing } from "../../toolkit/ui/annotator/frontend/filing.js";
import { Turns } from "../../toolkit/ui/annotator/frontend/turns.js";

const TURNS = 60;
const LENGTH = 10;

function turns() {
  const list = Array.from({ length: TURNS }, (_, n) => ({ n: n + 1, start: n * (LENGTH + 2), text: "abcde fghi", speaker: "", role: "participant" }));
  return new Turns(list);
}

/** Numbers from 0 up to 1, the same in every run. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function drawn(next, id) {
  const start = Math.floor(next() * (TURNS - 6) * (LENGTH + 2));
  const length = 1 + Math.floor(next() * (next() < 0.2 ? 50 : 9));
  return { id, start, end: start + length, code: "a" };
}

const filesOf = (filing) => Array.from({ length: TURNS }, (_, index) => filing.at(index));

test("after any changes the files are those of a fresh filing", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = chance(seed);
    const filing = new Filing(turns());
    let codings = new Map();
    for (let number = 0; number < 40; number++) codings.set(`c${number}`, drawn(next, `c${number}`));
    filing.update(codings);
    for (let step = 0; step < 40; step++) {
      codings = new Map(codings);
      const ids = [...codings.keys()];
      const one = ids[Math.floor(next() * ids.length)];
      if (next() < 0.4) codings.delete(one);
      if (next() < 0.5) codings.set(`s${step}`, drawn(next, `s${step}`));
      if (next() < 0.2) codings.set(ids[0], drawn(next, ids[0]));
      filing.update(codings);
      const fresh = new Filing(turns());
      fresh.update(codings);
      assert.deepEqual(filesOf(filing), filesOf(fresh), `seed ${seed}, step ${step}`);
    }
  }
});

test("many at once, and none at all", () => {
  const filing = new Filing(turns());
  const many = new Map(Array.from({ length: 150 }, (_, place) => [`c${place}`, { id: `c${place}`, start: place, end: place + 3, code: "a" }]));
  filing.update(many);
  assert.equal(new Set(filesOf(filing).flat().map(({ coding }) => coding.id)).size, 150);
  filing.update(new Map());
  assert.deepEqual(filesOf(filing).flat(), []);
});

test("turns that no change reaches keep their files", () => {
  const filing = new Filing(turns());
  const codings = new Map([["a", { id: "a", start: 0, end: 4 }], ["b", { id: "b", start: 240, end: 245 }]]);
  filing.update(codings);
  const before = filing.at(0);
  filing.update(new Map([...codings, ["c", { id: "c", start: 242, end: 260 }]]));
  assert.equal(filing.at(0), before);
  assert.deepEqual(filing.at(20).map(({ coding, underline }) => [coding.id, underline]), [["b", 0], ["c", 1]]);
});
