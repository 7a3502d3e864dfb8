import assert from "node:assert/strict";
import { test } from "node:test";

import { BINDINGS, Keymap, chordOf, isKey, isPlainLetter } from "../../toolkit/ui/annotator/frontend/keymap.js";

const press = (key, modifiers = {}) => ({ key, ...modifiers });
const keymap = new Keymap();
const commandFor = (event, target) => keymap.commandFor(event, target);
const PANE = { tagName: "DIV" };

test("keys mean their commands", () => {
  assert.equal(commandFor(press("j"), PANE), "nextTurn");
  assert.equal(commandFor(press("ArrowRight", { shiftKey: true }), PANE), "extendRight");
  assert.equal(commandFor(press("ArrowRight", { shiftKey: true, ctrlKey: true }), PANE), "extendWordRight");
  assert.equal(commandFor(press("y"), PANE), null);
});

test("Command counts as Ctrl, and capitals as Shift", () => {
  assert.equal(commandFor(press("z", { metaKey: true }), PANE), "undo");
  assert.equal(commandFor(press("Z", { ctrlKey: true, shiftKey: true }), PANE), "redo");
  assert.equal(chordOf(press("G", { shiftKey: true })), "Shift+g");
});

test("the question mark works whether or not the keyboard needs Shift for it", () => {
  assert.equal(commandFor(press("?", { shiftKey: true }), PANE), "help");
  assert.equal(commandFor(press("?"), PANE), "help");
});

test("nothing works while writing", () => {
  for (const target of [{ tagName: "INPUT" }, { tagName: "TEXTAREA" }, { tagName: "P", isContentEditable: true }]) {
    for (const { keys } of BINDINGS) assert.equal(commandFor(press(keys[0]), target), null);
  }
  assert.equal(commandFor(press("j", { isComposing: true }), PANE), null);
});

test("Enter on a button presses the button", () => {
  assert.equal(commandFor(press("Enter"), { tagName: "BUTTON" }), null);
  assert.equal(commandFor(press("Enter"), PANE), "choose");
});

test("no chord has two meanings", () => {
  const chords = BINDINGS.flatMap(({ keys }) => keys);
  assert.equal(new Set(chords).size, chords.length);
});

test("letters are kept from the page, the browser's own shortcuts are not", () => {
  assert.ok(isPlainLetter(press("r")));
  assert.ok(!isPlainLetter(press("r", { ctrlKey: true })));
  assert.ok(!isPlainLetter(press("Tab")));
});

test("a command gets another key, and whoever had the key loses it", () => {
  const own = new Keymap();
  assert.equal(own.assign("repeat", "x"), null);
  assert.equal(own.commandFor(press("x"), PANE), "repeat");
  assert.equal(own.commandFor(press("q"), PANE), null);
  assert.equal(own.assign("memo", "j"), "nextTurn");
  assert.deepEqual(own.keysOf("nextTurn"), ["ArrowDown"]);
});

test("changed keys are kept and taken up again, and can be given up", () => {
  const own = new Keymap();
  own.assign("repeat", "x");
  const later = new Keymap(JSON.parse(JSON.stringify(own.changed)));
  assert.equal(later.commandFor(press("x"), PANE), "repeat");
  later.reset();
  assert.equal(later.commandFor(press("q"), PANE), "repeat");
});

test("the way out and the help keep their keys", () => {
  const own = new Keymap({ escape: ["x"], nothing: ["y"], repeat: "not a list" });
  assert.equal(own.commandFor(press("Escape"), PANE), "escape");
  assert.deepEqual(own.keysOf("repeat"), ["q"]);
  assert.equal(own.assign("repeat", "?"), "help");
  assert.equal(own.commandFor(press("?"), PANE), "help");
});

test("a modifier alone is no key", () => {
  assert.ok(!isKey(press("Shift")));
  assert.ok(isKey(press("x")));
});
