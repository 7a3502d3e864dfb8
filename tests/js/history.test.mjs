import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../toolkit/ui/annotator/frontend/history.js";
import { newId } from "../../toolkit/ui/annotator/frontend/identifiers.js";

const CODING = { id: "a", start: 1, end: 4, code: "cost" };

function numbered() {
  let made = 0;
  return () => `new-${(made += 1)}`;
}

test("undoing a coding removes it, redoing makes it again under a new id", () => {
  const history = new History(numbered());
  history.did("add", CODING);
  assert.deepEqual(history.undo(), { op: "remove", coding: CODING });
  assert.deepEqual(history.redo(), { op: "add", coding: { ...CODING, id: "new-1" } });
  assert.deepEqual(history.undo(), { op: "remove", coding: { ...CODING, id: "new-1" } });
});

test("undoing a removal and then the coding follows the new id", () => {
  const history = new History(numbered());
  history.did("add", CODING);
  history.did("remove", CODING);
  assert.equal(history.undo().coding.id, "new-1");
  assert.deepEqual(history.undo(), { op: "remove", coding: { ...CODING, id: "new-1" } });
  assert.equal(history.undo(), null);
});

test("doing something new forgets what was undone", () => {
  const history = new History(numbered());
  history.did("add", CODING);
  history.undo();
  history.did("add", { ...CODING, id: "b" });
  assert.equal(history.redo(), null);
});

test("a rejected coding cannot be undone", () => {
  const history = new History(numbered());
  history.did("add", CODING);
  history.forget("a");
  assert.equal(history.undo(), null);
});

test("ids are UUIDs of version 7 and sort by time", () => {
  const random = Uint8Array.from({ length: 10 }, () => 0xff);
  assert.equal(newId(0x0123456789ab, random), "01234567-89ab-7fff-bfff-ffffffffffff");
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(newId(1_000) < newId(1_001));
});
