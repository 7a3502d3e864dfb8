import assert from "node:assert/strict";
import { test } from "node:test";

import { again, inverse } from "../../toolkit/ui/annotator/frontend/acts.js";
import { vectors } from "./vectors.mjs";

/** What the server needs of an operation; what it also says is for the view that shows it at once. */
const NEEDED = {
  remove: ["op", "id", "successor"], restore: ["op", "id"], rewrite: ["op", "id", "seen", "text"], unmemo: ["op", "id", "seen"],
};
const needed = (ops) => ops.map((op) => Object.fromEntries(
  NEEDED[op.op].filter((field) => op[field] !== undefined).map((field) => [field, op[field]]),
));

for (const { name, ops, undo, redo } of vectors("acts")) {
  test(`${name}, taken back and done again`, () => {
    assert.deepEqual(needed(inverse(ops)), undo);
    assert.deepEqual(needed(again(ops)), redo);
  });
}
