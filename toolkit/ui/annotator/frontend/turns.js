/** The turns of a transcript, and the passages of it: half-open ranges of document-wide code points. */

import { Offsets } from "./offsets.js";
import { Units } from "./units.js";

const BLANK = /\s/u;
const RIGHT_TO_LEFT = /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });

export class Turn {
  constructor({ n, start, text, speaker, role, time }) {
    Object.assign(this, { n, start, text, speaker, role, time });
    this.offsets = new Offsets(text);
    this.end = start + this.offsets.codePoints;
  }

  /** Document-wide position of a UTF-16 offset in this turn. */
  position(unit) {
    return this.start + this.offsets.toCodePoint(unit);
  }

  /** UTF-16 offset in this turn of a document-wide position, clamped to the turn. */
  unit(position) {
    const inside = Math.min(Math.max(position, this.start), this.end);
    return this.offsets.toUtf16(inside - this.start);
  }
}

export class Turns {
  /** @param {[number, number][]} units what passages are made of, if not of any words */
  constructor(turns, units = []) {
    this.list = turns.map((turn) => new Turn(turn));
    this.units = units.length ? new Units(units) : null;
  }

  get start() {
    return this.list[0].start;
  }

  get end() {
    return this.list.at(-1).end;
  }

  /** Index of the last turn that starts at or before `position`; 0 if there is none. */
  indexAt(position) {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle].start <= position) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }

  /** First and last index of the turns that share a character with the passage, or null. */
  touched({ start, end }) {
    let first = this.indexAt(start);
    if (this.list[first].end <= start) first += 1;
    const last = this.indexAt(end - 1);
    return first <= last && this.list[first]?.start < end ? [first, last] : null;
  }

  /** What of the passage lies in which turn, in UTF-16 offsets. */
  pieces(passage) {
    const touched = this.touched(passage);
    if (!touched) return [];
    const pieces = [];
    for (let index = touched[0]; index <= touched[1]; index++) {
      const turn = this.list[index];
      pieces.push({ index, from: turn.unit(passage.start), to: turn.unit(passage.end) });
    }
    return pieces;
  }

  /** The words of a passage; a change of turn reads as a line break. */
  wordsOf(passage) {
    return this.pieces(passage)
      .map(({ index, from, to }) => this.list[index].text.slice(from, to))
      .join("\n");
  }

  /**
   * A passage as a coder means it: no blanks at its ends, no cut through what reads as one character, and
   * whole units where the round has them. Null if nothing is left.
   */
  tidy(passage) {
    const pieces = this.pieces(passage);
    while (pieces.length && isBlank(this.#slice(pieces[0]))) pieces.shift();
    while (pieces.length && isBlank(this.#slice(pieces.at(-1)))) pieces.pop();
    if (!pieces.length) return null;
    const tidied = { start: this.#tidyStart(pieces[0]), end: this.#tidyEnd(pieces.at(-1)) };
    return this.units ? this.units.whole(tidied) : tidied;
  }

  /** The sentence around a position of the given turn, or what the round has in its place. */
  sentenceAt(index, unit) {
    const turn = this.list[index];
    // Behind the last letter is still the last sentence.
    const inside = Math.min(unit, turn.text.length - 1);
    const fixed = this.units?.at(turn.position(inside));
    if (fixed) return fixed;
    const found = segmentAt(sentences, turn.text, inside);
    const to = found.index + found.segment.length;
    return { start: turn.position(found.index), end: turn.position(to) };
  }

  /**
   * The position one character or word further (1) or back (-1), into the next turn at the end of one.
   *
   * @param {"start" | "end"} edge which end of a passage the position is: of words, that end is meant
   */
  step(position, by, granularity, edge) {
    if (this.units) return this.units.step(position, by, edge);
    const index = this.indexAt(edge === "end" ? position - 1 : position);
    const turn = this.list[index];
    const stop = nextStop(stopsOf(turn.text, granularity, edge), turn.unit(position), by);
    if (stop !== undefined) return turn.position(stop);
    const neighbour = this.list[index + by];
    if (!neighbour) return by > 0 ? this.end : this.start;
    const stops = stopsOf(neighbour.text, granularity, edge);
    return neighbour.position((by > 0 ? stops[0] : stops.at(-1)) ?? 0);
  }

  #slice({ index, from, to }) {
    return this.list[index].text.slice(from, to);
  }

  #tidyStart({ index, from }) {
    const turn = this.list[index];
    while (BLANK.test(turn.text[from])) from += 1;
    return turn.position(graphemeAround(turn.text, from)[0]);
  }

  #tidyEnd({ index, to }) {
    const turn = this.list[index];
    while (BLANK.test(turn.text[to - 1])) to -= 1;
    return turn.position(graphemeAround(turn.text, to)[1]);
  }
}

/** Offsets in a text at which a passage may start, or end. */
function stopsOf(text, granularity, edge) {
  const segments = granularity === "word"
    ? [...words.segment(text)].filter((segment) => segment.isWordLike)
    : [...graphemes.segment(text)];
  return segments.map(({ index, segment }) => (edge === "start" ? index : index + segment.length));
}

function nextStop(stops, unit, by) {
  return by > 0 ? stops.find((stop) => stop > unit) : stops.findLast((stop) => stop < unit);
}

/** Whether more turns begin with a letter of a script written from right to left than from left to right. */
export function isMostlyRightToLeft(turns) {
  const count = { rtl: 0, ltr: 0 };
  for (const { text } of turns) {
    const letter = text.match(/\p{L}/u)?.[0];
    if (letter) count[RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr"] += 1;
  }
  return count.rtl > count.ltr;
}

function isBlank(text) {
  return text.trim() === "";
}

/** Start and end of the grapheme the offset cuts; twice the offset if it cuts none. */
function graphemeAround(text, unit) {
  if (unit <= 0 || unit >= text.length) return [unit, unit];
  const { index, segment } = segmentAt(graphemes, text, unit);
  return index === unit ? [unit, unit] : [index, index + segment.length];
}

/**
 * The segment that holds an offset. In WebKit `containing` gives two segments for one at the start of a
 * character of two units, such as an emoji: what it finds is where to look, and not the answer.
 */
function segmentAt(segmenter, text, unit) {
  const { index: first } = segmenter.segment(text).containing(unit);
  for (const { index, segment } of segmenter.segment(text.slice(first))) {
    if (unit < first + index + segment.length) return { index: first + index, segment };
  }
  return undefined;
}

/** Number of words, in any script. */
export function countWords(text) {
  return [...words.segment(text)].filter((segment) => segment.isWordLike).length;
}

/** Number of characters as a reader counts them. */
export function countCharacters(text) {
  return [...graphemes.segment(text)].length;
}
