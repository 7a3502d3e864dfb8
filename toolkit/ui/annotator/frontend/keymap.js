/**
 * Which key does what. The help shows this table, so it cannot tell otherwise than the keys do; bindings
 * with the same words share a line there. A coder may give any command another key.
 */

import { later } from "./words.js";

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export const BINDINGS = [
  { group: later("Move"), keys: ["j", "ArrowDown"], command: "nextTurn", help: later("To the next or previous turn") },
  { group: later("Move"), keys: ["k", "ArrowUp"], command: "previousTurn", help: later("To the next or previous turn") },
  { group: later("Move"), keys: ["e"], command: "nextOpen", help: later("To the next or previous turn not coded yet") },
  { group: later("Move"), keys: ["Shift+e"], command: "previousOpen", help: later("To the next or previous turn not coded yet") },
  { group: later("Move"), keys: ["ArrowRight"], command: "right", help: later("By a character") },
  { group: later("Move"), keys: ["ArrowLeft"], command: "left", help: later("By a character") },
  { group: later("Move"), keys: ["Ctrl+ArrowRight"], command: "wordRight", help: later("By a word") },
  { group: later("Move"), keys: ["Ctrl+ArrowLeft"], command: "wordLeft", help: later("By a word") },
  { group: later("Move"), keys: ["Home"], command: "lineStart", help: later("To the start or end of the line") },
  { group: later("Move"), keys: ["End"], command: "lineEnd", help: later("To the start or end of the line") },
  { group: later("Select"), keys: ["s"], command: "sentence", help: later("The sentence; again: the next one too") },
  { group: later("Select"), keys: ["t"], command: "wholeTurn", help: later("The whole turn") },
  { group: later("Select"), keys: ["Shift+ArrowRight"], command: "extendRight", help: later("Extend by a character; a coding: move its end") },
  { group: later("Select"), keys: ["Shift+ArrowLeft"], command: "extendLeft", help: later("Extend by a character; a coding: move its end") },
  { group: later("Select"), keys: ["Ctrl+Shift+ArrowRight"], command: "extendWordRight", help: later("Extend by a word; a coding: move its end") },
  { group: later("Select"), keys: ["Ctrl+Shift+ArrowLeft"], command: "extendWordLeft", help: later("Extend by a word; a coding: move its end") },
  { group: later("Select"), keys: ["Shift+ArrowDown"], command: "extendDown", help: later("Extend by a line") },
  { group: later("Select"), keys: ["Shift+ArrowUp"], command: "extendUp", help: later("Extend by a line") },
  { group: later("Select"), keys: ["Shift+End"], command: "extendLineEnd", help: later("Extend to the start or end of the line") },
  { group: later("Select"), keys: ["Shift+Home"], command: "extendLineStart", help: later("Extend to the start or end of the line") },
  { group: later("Code"), keys: ["Enter"], command: "choose", help: later("Code the selection, or the turn") },
  ...DIGITS.map((digit) => (
    { group: later("Code"), keys: [String(digit)], command: `digit${digit}`, help: later("Apply the code with that number") }
  )),
  { group: later("Code"), keys: ["q"], command: "repeat", help: later("Apply the last code again") },
  { group: later("Code"), keys: ["n"], command: "newCode", help: later("Propose a new code for it") },
  { group: later("Code"), keys: ["v"], command: "inVivo", help: later("Propose the selected words as a code (in vivo)") },
  { group: later("Code"), keys: ["a"], command: "arm", help: later("Hold a code ready: whatever you select gets it") },
  { group: later("Code"), keys: ["w"], command: "nextClicking", help: later("A click selects: words, a sentence, a turn") },
  { group: later("A coding"), keys: ["o"], command: "outward", help: later("Select the coding here; again: the next larger") },
  { group: later("A coding"), keys: ["g"], command: "nextCoding", help: later("Go to the next or previous coding") },
  { group: later("A coding"), keys: ["Shift+g"], command: "previousCoding", help: later("Go to the next or previous coding") },
  { group: later("A coding"), keys: ["r"], command: "recode", help: later("Give it another code") },
  { group: later("A coding"), keys: ["m"], command: "memo", help: later("Write a memo on it, or on the code you are at") },
  { group: later("A coding"), keys: ["u"], command: "doubt", help: later("Mark it as unsure, or sure again") },
  { group: later("A coding"), keys: ["Alt+ArrowRight"], command: "startRight", help: later("Move its start by a character") },
  { group: later("A coding"), keys: ["Alt+ArrowLeft"], command: "startLeft", help: later("Move its start by a character") },
  { group: later("A coding"), keys: ["Ctrl+Alt+ArrowRight"], command: "startWordRight", help: later("Move its start by a word") },
  { group: later("A coding"), keys: ["Ctrl+Alt+ArrowLeft"], command: "startWordLeft", help: later("Move its start by a word") },
  { group: later("A coding"), keys: ["Delete", "Backspace"], command: "remove", help: later("Remove it") },
  { group: later("The pane"), keys: ["Ctrl+z"], command: "undo", help: later("Undo") },
  { group: later("The pane"), keys: ["Ctrl+Shift+z", "Ctrl+y"], command: "redo", help: later("Redo") },
  { group: later("The pane"), keys: ["f", "/"], command: "find", help: later("Find words in the transcript") },
  { group: later("The pane"), keys: ["l"], command: "filter", help: later("Filter codings and turns") },
  { group: later("The pane"), keys: ["b"], command: "backlight", help: later("Fade what is not coded") },
  { group: later("The pane"), keys: ["h"], command: "tree", help: later("Show or hide the codes") },
  { group: later("The pane"), keys: ["c"], command: "findCode", help: later("Go to the codes") },
  { group: later("The pane"), keys: ["Escape"], command: "escape", help: later("Let go of what is selected or held") },
  { group: later("The pane"), keys: ["?"], command: "help", help: later("Show these keys") },
];

const INPUTS = new Set(["INPUT", "TEXTAREA", "SELECT"]);
const MODIFIERS = new Set(["Control", "Shift", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Unidentified"]);
/** Without these nobody could find out of a mistake. */
const FIXED = new Set(["escape", "help"]);

export class Keymap {
  /** @param {Record<string, string[]>} changed chords by command, where they are not the usual ones */
  constructor(changed = {}) {
    this.changed = Object.fromEntries(Object.entries(changed).filter(([command, keys]) => isChange(command, keys)));
    this.#index();
  }

  keysOf(command) {
    return this.changed[command] ?? usualKeys(command);
  }

  isFixed(command) {
    return FIXED.has(command);
  }

  /**
   * Give a command this key and no other. Whoever had the key loses it.
   *
   * @returns {string | null} the command that lost it; the command itself is not changed if that one is fixed
   */
  assign(command, chord) {
    const loser = this.commands.get(chord) ?? null;
    if (loser === command || FIXED.has(command)) return null;
    if (FIXED.has(loser)) return loser;
    if (loser) this.changed[loser] = this.keysOf(loser).filter((key) => key !== chord);
    this.changed[command] = [chord];
    this.#index();
    return loser;
  }

  reset() {
    this.changed = {};
    this.#index();
  }

  /**
   * The command a key press stands for, or null: in a field keys write, on a button Enter presses it.
   *
   * @param {KeyboardEvent} event
   * @param {{tagName: string, isContentEditable?: boolean}} target where the key was pressed
   */
  commandFor(event, target) {
    if (INPUTS.has(target.tagName) || target.isContentEditable || event.isComposing) return null;
    const chord = chordOf(event);
    return chord === "Enter" && target.tagName === "BUTTON" ? null : (this.commands.get(chord) ?? null);
  }

  #index() {
    const pairs = BINDINGS.flatMap(({ command }) => this.keysOf(command).map((key) => [key, command]));
    this.commands = new Map(pairs);
  }
}

function usualKeys(command) {
  return BINDINGS.find((binding) => binding.command === command)?.keys ?? [];
}

function isChange(command, keys) {
  const isKnown = BINDINGS.some((binding) => binding.command === command) && !FIXED.has(command);
  return isKnown && Array.isArray(keys) && keys.every((key) => typeof key === "string");
}

/** Name of a key with its modifiers, such as `Ctrl+Shift+z`. Command counts as Ctrl. */
export function chordOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const letter = key.length === 1;
  const isCased = letter && key.toLowerCase() !== key.toUpperCase();
  const parts = [];
  if (ctrlKey || metaKey) parts.push("Ctrl");
  if (altKey) parts.push("Alt");
  // Whether `?` needs Shift is the keyboard's business.
  if (shiftKey && (!letter || isCased)) parts.push("Shift");
  return [...parts, isCased ? key.toLowerCase() : key].join("+");
}

/** Whether a key press names a key, and is not only a modifier on the way to one. */
export function isKey({ key }) {
  return !MODIFIERS.has(key);
}

/** Letters that must not reach the page, where Streamlit has keys of its own (`c`, `r`). */
export function isPlainLetter({ key, ctrlKey, metaKey, altKey }) {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey;
}
