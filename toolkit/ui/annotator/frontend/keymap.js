/**
 * Which key does what. The help shows this table, so it cannot tell otherwise than the keys do; bindings
 * with the same words share a line there.
 */

export const BINDINGS = [
  { group: "Move", keys: ["j", "ArrowDown"], command: "nextTurn", help: "To the next or previous turn" },
  { group: "Move", keys: ["k", "ArrowUp"], command: "previousTurn", help: "To the next or previous turn" },
  { group: "Move", keys: ["ArrowRight"], command: "right", help: "By a character" },
  { group: "Move", keys: ["ArrowLeft"], command: "left", help: "By a character" },
  { group: "Move", keys: ["Ctrl+ArrowRight"], command: "wordRight", help: "By a word" },
  { group: "Move", keys: ["Ctrl+ArrowLeft"], command: "wordLeft", help: "By a word" },
  { group: "Move", keys: ["Home"], command: "lineStart", help: "To the start or end of the line" },
  { group: "Move", keys: ["End"], command: "lineEnd", help: "To the start or end of the line" },
  { group: "Select", keys: ["Shift+ArrowRight"], command: "extendRight", help: "Extend by a character" },
  { group: "Select", keys: ["Shift+ArrowLeft"], command: "extendLeft", help: "Extend by a character" },
  { group: "Select", keys: ["Ctrl+Shift+ArrowRight"], command: "extendWordRight", help: "Extend by a word" },
  { group: "Select", keys: ["Ctrl+Shift+ArrowLeft"], command: "extendWordLeft", help: "Extend by a word" },
  { group: "Select", keys: ["Shift+ArrowDown"], command: "extendDown", help: "Extend by a line" },
  { group: "Select", keys: ["Shift+ArrowUp"], command: "extendUp", help: "Extend by a line" },
  { group: "Select", keys: ["Shift+End"], command: "extendLineEnd", help: "Extend to the start or end of the line" },
  { group: "Select", keys: ["Shift+Home"], command: "extendLineStart", help: "Extend to the start or end of the line" },
  { group: "Select", keys: ["s"], command: "sentence", help: "The sentence; again: the next one too" },
  { group: "Select", keys: ["t"], command: "wholeTurn", help: "The whole turn" },
  { group: "Code", keys: ["Enter"], command: "choose", help: "Choose a code for the selection, or the turn" },
  { group: "Code", keys: ["q"], command: "repeat", help: "Apply the last code again" },
  { group: "Code", keys: ["o"], command: "outward", help: "Select the coding here; again: the next larger" },
  { group: "Code", keys: ["g"], command: "nextCoding", help: "Go to the next or previous coding" },
  { group: "Code", keys: ["Shift+g"], command: "previousCoding", help: "Go to the next or previous coding" },
  { group: "Code", keys: ["Delete", "Backspace"], command: "remove", help: "Remove the selected coding" },
  { group: "Code", keys: ["Ctrl+z"], command: "undo", help: "Undo" },
  { group: "Code", keys: ["Ctrl+Shift+z", "Ctrl+y"], command: "redo", help: "Redo" },
  { group: "Code", keys: ["Escape"], command: "escape", help: "Let go of the selection" },
  { group: "Help", keys: ["?"], command: "help", help: "Show these keys" },
];

const COMMANDS = new Map(BINDINGS.flatMap(({ keys, command }) => keys.map((key) => [key, command])));
const INPUTS = new Set(["INPUT", "TEXTAREA", "SELECT"]);

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

/**
 * The command a key press stands for, or null: in a field keys write, on a button Enter and Space press it.
 *
 * @param {KeyboardEvent} event
 * @param {{tagName: string, isContentEditable?: boolean}} target where the key was pressed
 */
export function commandFor(event, target) {
  if (INPUTS.has(target.tagName) || target.isContentEditable || event.isComposing) return null;
  const command = COMMANDS.get(chordOf(event)) ?? null;
  return command === "choose" && target.tagName === "BUTTON" ? null : command;
}

/** Letters that must not reach the page, where Streamlit has keys of its own (`c`, `r`). */
export function isPlainLetter({ key, ctrlKey, metaKey, altKey }) {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey;
}
