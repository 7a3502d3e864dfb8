import assert from "node:assert/strict";
import { test } from "node:test";

import { assignLanes, stackLabels } from "../../toolkit/ui/annotator/frontend/lanes.js";

const lanesOf = (intervals, taken) => Object.fromEntries(assignLanes(intervals, taken));

test("what does not overlap shares a lane, ends being open", () => {
  assert.deepEqual(lanesOf([{ id: "a", start: 0, end: 5 }, { id: "b", start: 5, end: 9 }]), { a: 0, b: 0 });
});

test("the longer of two that start together stays outside", () => {
  assert.deepEqual(lanesOf([{ id: "short", start: 0, end: 3 }, { id: "long", start: 0, end: 9 }]), {
    short: 1,
    long: 0,
  });
});

test("no two in a lane overlap, and the order of arrival does not matter", () => {
  const intervals = Array.from({ length: 200 }, (_, n) => {
    const start = (n * 7919) % 500;
    return { id: String(n).padStart(3, "0"), start, end: start + 1 + ((n * 104729) % 60) };
  });
  const lanes = assignLanes(intervals);
  assert.deepEqual(lanesOf(intervals.toReversed()), Object.fromEntries(lanes));
  for (const one of intervals) {
    for (const other of intervals) {
      const meet = one !== other && one.start < other.end && other.start < one.end;
      assert.ok(!meet || lanes.get(one.id) !== lanes.get(other.id));
    }
  }
});

test("a lane settled before is free again where it is not used", () => {
  const taken = [{ start: 10, end: 20, lane: 0 }];
  const intervals = [
    { id: "before", start: 0, end: 10 },
    { id: "beside", start: 12, end: 15 },
    { id: "after", start: 20, end: 22 },
  ];
  assert.deepEqual(lanesOf(intervals, taken), { before: 0, beside: 1, after: 0 });
});

test("labels keep their distance and stay in the row", () => {
  assert.deepEqual(stackLabels([0, 2, 60], 18, 80), [0, 18, 60]);
  assert.deepEqual(stackLabels([50, 52], 18, 60), [24, 42]);
  assert.deepEqual(stackLabels([5], 18, 18), [0]);
});
