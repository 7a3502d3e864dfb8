/**
 * The turns as rows: speaker, text, margin. The text of a row is one text node that never changes.
 *
 * Rows stand in sections. The browser skips a section out of sight with all that is in it, so that what it
 * does at a coding, at a frame of a scroll and at the first sight does not grow with the length of the text.
 * Everything is in the document all the same: to be found, selected, printed and read out.
 */

import { element } from "./dom.js";

const LINE = 28; // height of a line of text, as in style.css
const USUAL_LINE_LENGTH = 85;
const PADDING = 14; // above and below a text
const IN_A_SECTION = 32;

export class Row {
  constructor(turn) {
    this.turn = turn;
    this.element = patternFor(turn).cloneNode(true);
    const [speaker, cell, margin] = this.element.children;
    Object.assign(this, { cell, margin, node: document.createTextNode(turn.text) });
    cell.append(this.node);
    if (typeof turn.time === "number") speaker.append(element("span", { class: "time" }, clock(turn.time)));
    this.element.setAttribute("data-turn", turn.n);
  }

  /** The rectangle around a part of the text, in UTF-16 offsets. */
  rectOf(from, to) {
    const range = document.createRange();
    range.setStart(this.node, from);
    range.setEnd(this.node, to);
    return range.getBoundingClientRect();
  }

  /** The rectangle of the character at an offset, or of the one before the end. */
  rectAt(unit) {
    const last = this.turn.text.length - 1;
    const at = Math.min(Math.max(unit, 0), last);
    return this.rectOf(at, at + 1);
  }

  /** The rectangles, one a line, of a part of the text. */
  linesOf(from, to) {
    const range = document.createRange();
    range.setStart(this.node, from);
    range.setEnd(this.node, to);
    return [...range.getClientRects()];
  }
}

/** Rows that follow one another, skipped as one while they are out of sight. */
class Section {
  /** @param {number} first index of its first row */
  constructor(first, rows) {
    Object.assign(this, { first, rows });
    const height = rows.reduce((sum, { turn }) => sum + guessedHeight(turn.text), 0);
    this.element = element("div", { class: "section", style: sizedBy(height) }, ...rows.map((row) => row.element));
  }

  get indexes() {
    return this.rows.map((_, place) => this.first + place);
  }
}

/** @param {Row[]} rows all of a transcript */
export function sectionsOf(rows) {
  const sections = [];
  for (let first = 0; first < rows.length; first += IN_A_SECTION) {
    sections.push(new Section(first, rows.slice(first, first + IN_A_SECTION)));
  }
  return sections;
}

/** Index of the first row that reaches below a height of the window, or -1; measures one section only. */
export function firstBelow(sections, height) {
  const isBelow = (one) => one.element.getBoundingClientRect().bottom > height;
  const section = sections.find(isBelow);
  const place = section ? section.rows.findIndex(isBelow) : -1;
  return place < 0 ? place : section.first + place;
}

const patterns = new Map();

/**
 * A row of this speaker and height without its text, to be copied: in a long text, making each row anew takes
 * several times as long, and so does setting what many have alike.
 */
function patternFor({ speaker, role, text }) {
  const style = sizedBy(guessedHeight(text));
  const key = JSON.stringify([speaker, role, style]);
  if (!patterns.has(key)) patterns.set(key, emptyRow(speaker, role, style));
  return patterns.get(key);
}

function emptyRow(speaker, role, style) {
  return element(
    "div",
    { class: "turn", role: "listitem", "data-role": role, style },
    element("div", { class: "speaker" }, element("span", { class: "name" }, speaker)),
    element("div", { class: "text", dir: "auto" }),
    element("div", { class: "margin" }),
  );
}

/** What is out of sight is not laid out; a good guess of its height keeps the scrollbar honest. */
function guessedHeight(text) {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.ceil(line.length / USUAL_LINE_LENGTH), 0);
  return Math.max(lines, 1) * LINE + PADDING;
}

function sizedBy(height) {
  return `contain-intrinsic-block-size: auto ${height}px`;
}

/** Seconds as `12:05` or `1:02:05`. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
