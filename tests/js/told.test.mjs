import assert from "node:assert/strict";
import { test } from "node:test";

import { Told, isSameReading } from "../../toolkit/ui/annotator/frontend/told.js";
import { vectors } from "./vectors.mjs";

/** Codings have no order. */
const sorted = ({ codings, ...rest }) => ({ ...rest, codings: codings.toSorted((one, other) => (one.id < other.id ? -1 : 1)) });

const steps = vectors("patches");

test("each patch leads to what a whole message would tell", () => {
  const told = new Told();
  for (const { message, whole } of steps) {
    assert.deepEqual(sorted(told.take(message)), sorted(whole));
    assert.equal(told.rev, whole.rev);
  }
});

test("a message lost does no harm: the next one says all since the state held", () => {
  const told = new Told();
  const [first, , third] = steps;
  told.take(first.message);
  assert.deepEqual(sorted(told.take(third.message)), sorted(third.whole));
});

test("a patch of a state not held is not guessed at", () => {
  const told = new Told();
  assert.equal(told.take(steps[1].message), null);
  assert.equal(told.rev, null);
  told.take(steps[0].message);
  assert.equal(told.take(steps[3].message), null);
  assert.equal(told.rev, "0-x");
});

test("the text stays the very same object, so that nothing is drawn again", () => {
  const told = new Told();
  const first = told.take(steps[0].message);
  assert.equal(told.take(steps[1].message).doc, first.doc);
});

test("a whole message ends what was held before", () => {
  const told = new Told();
  told.take(steps[0].message);
  told.take({ ...steps[2].whole, rev: "other" });
  assert.equal(told.take(steps[1].message), null);
});

test("states are kept as long as the server may start from them, and no longer", () => {
  const told = new Told();
  for (const { message } of steps.slice(0, 4)) told.take(message);
  assert.equal(told.take(steps[1].message), null);
});

test("a text is read in another way when a speaker has another role, and when the units are others", () => {
  const turns = [{ n: 1, start: 3, text: "Yes.", role: "unknown" }];
  const message = { doc: { id: "P01", turns, units: [] } };
  assert.ok(isSameReading(message, structuredClone(message)));
  const known = [{ ...turns[0], role: "interviewer" }];
  assert.ok(!isSameReading(message, { doc: { ...message.doc, turns: known } }));
  assert.ok(!isSameReading(message, { doc: { ...message.doc, units: [[3, 7]] } }));
});
