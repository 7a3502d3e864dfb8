import assert from "node:assert/strict";
import { test } from "node:test";

import { findCodes, fold } from "../../toolkit/ui/annotator/frontend/finder.js";

const CODES = [
  { id: "distance", label: "Distance", theme: "Access to care", alt: [] },
  { id: "waiting", label: "Waiting times", theme: "Access to care", alt: ["Queue", "Delay"] },
  { id: "staff", label: "Trust in staff", theme: "Trust", alt: [] },
  { id: "rumour", label: "Rumours", theme: "Trust", alt: [] },
  { id: "security", label: "Sécurité", theme: "", alt: [] },
];
const found = (query) => findCodes(CODES, query).map(({ code }) => code.id);

test("nothing typed finds everything in order", () => {
  assert.deepEqual(found("  "), CODES.map(({ id }) => id));
});

test("the label counts more than the theme", () => {
  assert.deepEqual(found("trust"), ["staff", "rumour"]);
});

test("a start of a word beats the middle of one", () => {
  assert.deepEqual(found("t").slice(0, 2), ["staff", "waiting"]);
});

test("other names are found and shown", () => {
  assert.deepEqual(findCodes(CODES, "queue").map(({ code, also }) => [code.id, also]), [["waiting", "Queue"]]);
});

test("every word must match somewhere", () => {
  assert.deepEqual(found("access wait"), ["waiting"]);
  assert.deepEqual(found("access zebra"), []);
});

test("accents and case do not matter", () => {
  assert.deepEqual(found("SECURITE"), ["security"]);
  assert.equal(fold("Ünïcode"), "unicode");
});

test("what is typed is no pattern", () => {
  assert.deepEqual(found(".*"), []);
  assert.deepEqual(found("("), []);
});
