import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "../../toolkit/ui/annotator/frontend/identifiers.js";

test("ids are UUIDs of version 7 and sort by time", () => {
  const random = Uint8Array.from({ length: 10 }, () => 0xff);
  assert.equal(newId(0x0123456789ab, random), "01234567-89ab-7fff-bfff-ffffffffffff");
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(newId(1_000) < newId(1_001));
});
