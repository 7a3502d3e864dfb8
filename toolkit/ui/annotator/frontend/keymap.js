/**
 * Which key does what. The help shows this table, so it cannot tell otherwise than the keys do; bindings
 * with the same words share a line there. A coder may give any command another key.
 */

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export const BINDINGS = [
  { group: "Move", keys: ["j", "ArrowDown"], command: "nextTurn", help: "To the next or previous turn" },
  { group: "Move", keys: ["k", "ArrowUp"], command: "previousTurn", help: "To the next or previous turn" },
  { group: "Move", keys: ["e"], command: "nextOpen", help: "To the next or previous turn not coded yet" },
  { group: "Move", keys: ["Shift+e"], command: "previousOpen", help: "To the next or previous turn not coded yet" },
  { group: "Move", keys: ["ArrowRight"], command: "right", help: "By a character" },
  { group: "Move", keys: ["ArrowLeft"], command: "left", help: "By a character" },
  { group: "Move", keys: ["Ctrl+ArrowRight"], command: "wordRight", help: "By a word" },
  { group: "Move", keys: ["Ctrl+ArrowLeft"], command: "wordLeft", help: "By a word" },
  { group: "Move", keys: ["Home"], command: "lineStart", help: "To the start or end of the line" },
  { group: "Move", keys: ["End"], command: "lineEnd", help: "To the start or end of the line" },
  { group: "Select", keys: ["s"], command: "sentence", help: "The sentence; again: the next one too" },
  { group: "Select", keys: ["t"], command: "wholeTurn", help: "The whole turn" },
  { group: "Select", keys: ["Shift+ArrowRight"], command: "extendRight", help: "Extend by a character; a coding: move its end" },
  { group: "Select", keys: ["Shift+ArrowLeft"], command: "extendLeft", help: "Extend by a character; a coding: move its end" },
  { group: "Select", keys: ["Ctrl+Shift+ArrowRight"], command: "extendWordRight", help: "Extend by a word; a coding: move its end" },
  { group: "Select", keys: ["Ctrl+Shift+ArrowLeft"], command: "extendWordLeft", help: "Extend by a word; a coding: move its end" },
  { group: "Select", keys: ["Shift+ArrowDown"], command: "extendDown", help: "Extend by a line" },
  { group: "Select", keys: ["Shift+ArrowUp"], command: "extendUp", help: "Extend by a line" },
  { group: "Select", keys: ["Shift+End"], command: "extendLineEnd", help: "Extend to the start or end of the line" },
  { group: "Select", keys: ["Shift+Home"], command: "extendLineStart", help: "Extend to the start or end of the line" },
  { group: "Code", keys: ["Enter"], command: "choose", help: "Code the selection, or the turn" },
  ...DIGITS.map((digit) => (
    { group: "Code", keys: [String(digit)], command: `digit${digit}`, help: "Apply the code with that number" }
  )),
  { group: "Code", keys: ["q"], command: "repeat", help: "Apply the last code again" },
  { group: "Code", keys: ["n"], command: "newCode", help: "Propose a new code for it" },
  { group: "Code", keys: ["v"], command: "inVivo", help: "Propose the selected words as a code (in vivo)" },
  { group: "Code", keys: ["a"], command: "arm", help: "Hold a code ready: whatever you select gets it" },
  { group: "Code", keys: ["w"], command: "nextClicking", help: "A click selects: words, a sentence, a turn" },
  { group: "A coding", keys: ["o"], command: "outward", help: "Select the coding here; again: the next larger" },
  { group: "A coding", keys: ["g"], command: "nextCoding", help: "Go to the next or previous coding" },
  { group: "A coding", keys: ["Shift+g"], command: "previousCoding", help: "Go to the next or previous coding" },
  { group: "A coding", keys: ["r"], command: "recode", help: "Give it another code" },
  { group: "A coding", keys: ["m"], command: "memo", help: "Write a memo on it, or on the code you are at" },
  { group: "A coding", keys: ["u"], command: "doubt", help: "Mark it as unsure, or sure again" },
  { group: "A coding", keys: ["Alt+ArrowRight"], command: "startRight", help: "Move its start by a character" },
  { group: "A coding", keys: ["Alt+ArrowLeft"], command: "startLeft", help: "Move its start by a character" },
  { group: "A coding", keys: ["Ctrl+Alt+ArrowRight"], command: "startWordRight", help: "Move its start by a word" },
  { group: "A coding", keys: ["Ctrl+Alt+ArrowLeft"], command: "startWordLeft", help: "Move its start by a word" },
  { group: "A coding", keys: ["Delete", "Backspace"], command: "remove", help: "Remove it" },
  { group: "The pane", keys: ["Ctrl+z"], command: "undo", help: "Undo" },
  { group: "The pane", keys: ["Ctrl+Shift+z", "Ctrl+y"], command: "redo", help: "Redo" },
  { group: "The pane", keys: ["f", "/"], command: "find", help: "Find words in the transcript" },
  { group: "The pane", keys: ["l"], command: "filter", help: "Filter codings and turns" },
  { group: "The pane", keys: ["b"], command: "backlight", help: "Fade what is not coded" },
  { group: "The pane", keys: ["h"], command: "tree", help: "Show or hide the codes" },
  { group: "The pane", keys: ["c"], command: "findCode", help: "Go to the codes" },
  { group: "The pane", keys: ["Escape"], command: "escape", help: "Let go of what is selected or held" },
  { group: "The pane", keys: ["?"], command: "help", help: "Show these keys" },
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
