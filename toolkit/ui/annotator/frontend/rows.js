/** The turns as rows: speaker, text, margin. The text of a row is one text node that never changes. */

import { element } from "./dom.js";

const LINE = 28; // height of a line of text, as in style.css
const USUAL_LINE_LENGTH = 85;

export class Row {
  constructor(turn) {
    this.turn = turn;
    this.node = document.createTextNode(turn.text);
    this.cell = element("div", { class: "text", dir: "auto" }, this.node);
    this.margin = element("div", { class: "margin" });
    this.element = element(
      "div",
      { class: "turn", "data-turn": turn.n, "data-role": turn.role, style: guessedHeight(turn.text) },
      speakerCell(turn),
      this.cell,
      this.margin,
    );
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

function speakerCell({ speaker, time }) {
  const parts = [element("span", { class: "name" }, speaker)];
  if (typeof time === "number") parts.push(element("span", { class: "time" }, clock(time)));
  return element("div", { class: "speaker" }, ...parts);
}

/** Rows out of sight are not laid out; a good guess of their height keeps the scrollbar honest. */
function guessedHeight(text) {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.ceil(line.length / USUAL_LINE_LENGTH), 0);
  return `contain-intrinsic-block-size: auto ${Math.max(lines, 1) * LINE + 14}px`;
}

/** Seconds as `12:05` or `1:02:05`. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
