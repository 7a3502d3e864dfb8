/**
 * Paints codings onto the text with the CSS Custom Highlight API: the text nodes stay untouched, so that
 * selection, caret and find-in-page survive every change.
 *
 * A faint tint says that a passage is coded; underlines, stacked in lanes where codings overlap, say by
 * what. Highlights are named by colour and lane, not by code, and their rules are written once: with a
 * rule per code, or with rules added later, the browser restyles everything.
 */

import { assignLanes } from "./lanes.js";

const LANES = 4;
const PRIORITY = { coding: 0, found: 99, hover: 100, chosen: 101, pending: 102, reached: 103 };
let instances = 0;

export class Painter {
  /** @param {import("./rows.js").Row[]} rows */
  constructor(rows, turns) {
    Object.assign(this, { rows, turns });
    // The registry belongs to the whole page, so that names must be this instance's own.
    this.prefix = `intercoder-${(instances += 1)}`;
    this.painted = new Map();
    this.names = new Set();
    this.style = document.createElement("style");
    this.colours = 0;
  }

  /** Make room for so many colours. They change with the codebook only, never while coding. */
  offer(colours) {
    if (colours <= this.colours) return;
    this.colours = colours;
    this.style.textContent = rules(this.prefix, colours);
  }

  /** Paint these codings and no others. */
  show(codings, slotOf) {
    const lanes = assignLanes(codings);
    const wanted = new Map(codings.map((coding) => [coding.id, this.#nameOf(coding, slotOf, lanes)]));
    for (const [id, { name }] of this.painted) if (wanted.get(id) !== name) this.#erase(id);
    for (const coding of codings) {
      if (!this.painted.has(coding.id)) this.#paint(coding, wanted.get(coding.id));
    }
  }

  /**
   * Mark passages for a moment: `pending` is about to be coded, `chosen` is selected, `hover` pointed at,
   * `found` was searched for, `reached` is the hit the reader is at.
   */
  mark(kind, passages) {
    const name = `${this.prefix}-${kind}`;
    const ranges = passages.flatMap((passage) => this.#rangesOf(passage));
    if (ranges.length) this.#highlight(name, PRIORITY[kind], ranges);
    else CSS.highlights.delete(name);
  }

  destroy() {
    for (const name of this.names) CSS.highlights.delete(name);
    this.names.clear();
    this.painted.clear();
    this.style.remove();
  }

  #nameOf(coding, slotOf, lanes) {
    const lane = Math.min(lanes.get(coding.id), LANES - 1);
    const kind = !coding.mine ? "other" : coding.certainty === "unsure" ? "unsure" : "own";
    return `${this.prefix}-${kind}-${slotOf(coding.code)}-${lane}`;
  }

  #paint(coding, name) {
    const ranges = this.#rangesOf(coding);
    const highlight = CSS.highlights.get(name) ?? this.#highlight(name, PRIORITY.coding, []);
    for (const range of ranges) highlight.add(range);
    this.painted.set(coding.id, { name, ranges });
  }

  #erase(id) {
    const { name, ranges } = this.painted.get(id);
    const highlight = CSS.highlights.get(name);
    for (const range of ranges) highlight.delete(range);
    this.painted.delete(id);
  }

  #highlight(name, priority, ranges) {
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
    this.names.add(name);
    return highlight;
  }

  #rangesOf(passage) {
    return this.turns.pieces(passage).map(({ index, from, to }) => {
      const { node } = this.rows[index];
      return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
    });
  }
}

/**
 * All rules the colours in use may need. Colours and strength of tints are properties set on the pane.
 *
 * Only `.text` is painted, and saying so matters: without it the browser tries all rules on every element,
 * and each coding costs ten times the layout.
 */
function rules(prefix, colours) {
  const written = [];
  for (let slot = 0; slot < colours; slot++) {
    for (let lane = 0; lane < LANES; lane++) {
      const name = (owner) => `.text::highlight(${prefix}-${owner}-${slot}-${lane})`;
      const offset = `text-underline-offset: ${4 + lane * 4}px`;
      const line = (style) => `color: var(--ink, currentcolor); text-decoration: underline ${style} 2px var(--code-${slot})`;
      const tint = `color-mix(in srgb, var(--code-${slot}) var(--tint-${lane ? "more" : "first"}), transparent)`;
      written.push(
        `${name("own")} { background-color: ${tint}; ${line("solid")}; ${offset} }`,
        `${name("unsure")} { background-color: ${tint}; ${line("dashed")}; ${offset} }`,
        `${name("other")} { ${line("dotted")}; ${offset} }`,
      );
    }
  }
  for (const kind of Object.keys(PRIORITY).slice(1)) {
    written.push(`.text::highlight(${prefix}-${kind}) { background-color: var(--${kind}) }`);
  }
  return written.join("\n");
}
