/** Finds words in the text, whatever their case and accents. */

import { fold } from "./finder.js";

const MOST = 2000;

/**
 * Every occurrence, in order, as passages of document-wide code points.
 *
 * @param {import("./turns.js").Turn[]} turns
 */
export function occurrences(turns, query) {
  const wanted = fold(query.replace(/\s+/g, " "));
  if (!wanted.trim()) return [];
  const found = [];
  for (const turn of turns) {
    const { words, at } = folded(turn);
    for (let hit = words.indexOf(wanted); hit >= 0 && found.length < MOST; hit = words.indexOf(wanted, hit + wanted.length)) {
      found.push({ start: turn.position(at[hit]), end: turn.position(at[hit + wanted.length]) });
    }
  }
  return found;
}

/** Place of the first occurrence at or behind a position; the first of all if there is none. */
export function firstFrom(found, position) {
  const place = found.findIndex(({ start }) => start >= position);
  return Math.max(place, 0);
}

const known = new WeakMap();

/** The folded text of a turn, and where in the text each of its letters begins. */
function folded(turn) {
  if (!known.has(turn)) known.set(turn, letterByLetter(turn.text));
  return known.get(turn);
}

function letterByLetter(text) {
  const at = [];
  let words = "";
  let unit = 0;
  for (const letter of text) {
    const plain = /\s/u.test(letter) ? " " : fold(letter);
    for (let k = 0; k < plain.length; k++) at.push(unit);
    words += plain;
    unit += letter.length;
  }
  at.push(unit);
  return { words, at };
}
