/**
 * Paints codings onto the text with the CSS Custom Highlight API: the text nodes stay untouched, so that
 * selection, caret and find-in-page survive every change.
 *
 * A faint tint says that a passage is coded; underlines, stacked in lanes where codings overlap, say by
 * what. Highlights are named by colour and lane, not by code, and their rules are written once: with a
 * rule per code, or with rules added later, the browser restyles everything. For each text on screen the
 * browser works out the style of every highlight whose rule fits, used there or not; so a text has, as
 * classes, the names of those that are, and no rule fits without.
 */

const LANES = 4;
const PRIORITY = { coding: 0, unit: -1, found: 99, hover: 100, chosen: 101, pending: 102, reached: 103 };
let instances = 0;

export class Painter {
  /**
   * @param {import("./rows.js").Row[]} rows
   * @param {import("./turns.js").Turns} turns
   * @param {import("./near.js").Near} near
   * @param {import("./filing.js").Filing} filing
   */
  constructor(rows, turns, near, filing) {
    Object.assign(this, { rows, turns, near, filing });
    this.units = null;
    // The registry belongs to the whole page, so that names must be this instance's own.
    this.prefix = `intercoder-${(instances += 1)}`;
    this.painted = new Map();
    this.named = new Map();
    this.marked = new Map();
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

  /** Paint the codings that are filed and no others, as far as they are near the view. */
  show(slotOf) {
    this.slotOf = slotOf;
    this.units ??= this.#unitsByTurn();
    this.draw();
  }

  /**
   * Bring the rows near the view up to date. With every change the browser goes through all ranges there are,
   * so rows out of sight have none.
   */
  draw() {
    for (const index of this.painted.keys()) if (!this.near.indexes.has(index)) this.#paintRow(index, []);
    if (!this.slotOf) return;
    for (const index of this.near.indexes) this.#paintRow(index, this.#wantedAt(index));
  }

  /**
   * Mark passages for a moment: `pending` is about to be coded, `chosen` is selected, `hover` pointed at,
   * `found` was searched for, `reached` is the hit the reader is at. Units are shaded with the codings.
   */
  mark(kind, passages) {
    const name = `${this.prefix}-${kind}`;
    const ranges = passages.flatMap((passage) => this.#rangesOf(passage));
    if (ranges.length) this.#highlight(name, PRIORITY[kind], ranges);
    else CSS.highlights.delete(name);
    this.#markCells(kind, passages);
  }

  destroy() {
    for (const name of this.names) CSS.highlights.delete(name);
    this.names.clear();
    this.painted.clear();
    this.style.remove();
  }

  #wantedAt(index) {
    const codings = this.filing.at(index).map((filed) => ({ coding: filed.coding, name: this.#nameOf(filed) }));
    return [...codings, ...(this.units.get(index) ?? [])];
  }

  #nameOf({ coding, underline }) {
    const lane = Math.min(underline, LANES - 1);
    const kind = !coding.mine ? "other" : coding.certainty === "unsure" ? "unsure" : "own";
    return `${this.prefix}-${kind}-${this.slotOf(coding.code)}-${lane}`;
  }

  #unitsByTurn() {
    const byTurn = new Map();
    for (const unit of this.turns.units?.alternate() ?? []) {
      const [first, last] = this.turns.touched(unit) ?? [0, -1];
      for (let index = first; index <= last; index++) {
        if (!byTurn.has(index)) byTurn.set(index, []);
        byTurn.get(index).push({ coding: { ...unit, id: `unit ${unit.start}` }, name: `${this.prefix}-unit` });
      }
    }
    return byTurn;
  }

  /** Erase what of a row is no more, and paint what is new. */
  #paintRow(index, wanted) {
    const painted = this.painted.get(index) ?? new Map();
    const kept = new Map(wanted.map(({ coding, name }) => [`${coding.id} ${name}`, { coding, name }]));
    for (const [key, { name, range }] of painted) {
      if (kept.has(key)) continue;
      CSS.highlights.get(name).delete(range);
      painted.delete(key);
    }
    for (const [key, { coding, name }] of kept) {
      if (!painted.has(key)) painted.set(key, { name, range: this.#paint(index, coding, name) });
    }
    this.#name(index, new Set([...painted.values()].map(({ name }) => name)));
    if (painted.size) this.painted.set(index, painted);
    else this.painted.delete(index);
  }

  /** Let the rules of these highlights, and of no others of codings, fit the text of a row. */
  #name(index, names) {
    const { classList } = this.rows[index].cell;
    for (const name of this.named.get(index) ?? []) if (!names.has(name)) classList.remove(name);
    for (const name of names) classList.add(name);
    this.named.set(index, names);
  }

  /** Let the rule of a mark fit the texts of these passages only. */
  #markCells(kind, passages) {
    const name = `${this.prefix}-${kind}`;
    const cells = new Set(passages.flatMap((passage) => this.turns.pieces(passage)).map(({ index }) => this.rows[index].cell));
    for (const cell of this.marked.get(kind) ?? []) if (!cells.has(cell)) cell.classList.remove(name);
    for (const cell of cells) cell.classList.add(name);
    this.marked.set(kind, cells);
  }

  #paint(index, coding, name) {
    const turn = this.turns.list[index];
    const range = this.#range(index, turn.unit(coding.start), turn.unit(coding.end));
    const priority = name === `${this.prefix}-unit` ? PRIORITY.unit : PRIORITY.coding;
    (CSS.highlights.get(name) ?? this.#highlight(name, priority, [])).add(range);
    return range;
  }

  #highlight(name, priority, ranges) {
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
    this.names.add(name);
    return highlight;
  }

  #rangesOf(passage) {
    return this.turns.pieces(passage).map(({ index, from, to }) => this.#range(index, from, to));
  }

  #range(index, from, to) {
    const { node } = this.rows[index];
    return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
  }
}

/** All rules the colours in use may need. Colours and strength of tints are properties set on the pane. */
function rules(prefix, colours) {
  const written = [];
  for (let slot = 0; slot < colours; slot++) {
    for (let lane = 0; lane < LANES; lane++) {
      const name = (owner) => painted(`${prefix}-${owner}-${slot}-${lane}`);
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
    written.push(`${painted(`${prefix}-${kind}`)} { background-color: var(--${kind}) }`);
  }
  return written.join("\n");
}

function painted(name) {
  return `.${name}::highlight(${name})`;
}
