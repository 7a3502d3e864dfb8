/**
 * The margin: a bracket beside each coded passage and the name of its code.
 *
 * Every row draws its own part, and only once it comes near the view: that is what keeps a long transcript
 * with thousands of codings fast. Brackets of codings over several turns hold one lane in all of them and
 * are drawn over the whole height of the rows between, so that they look like one.
 *
 * A coding must not change the height of a row, or jumping to a passage would miss it: names that do not
 * fit are gathered behind a `+n`.
 */

import { chip, element, icon } from "./dom.js";
import { assignLanes, stackLabels } from "./lanes.js";

const LANE = 9;
const LANES = 6;
const USUAL_LANES = 2; // room kept in every row, so that names align
const LABEL = 18;

export class Stripes {
  /**
   * @param {object} surroundings
   * @param {HTMLElement} surroundings.list what the rows stand in
   * @param {import("./near.js").Near} surroundings.near
   * @param {import("./filing.js").Filing} surroundings.filing
   * @param {(id: string) => void} surroundings.onPick a bracket or a name was clicked
   * @param {(ids: string[], button: HTMLElement) => void} surroundings.onMore a `+n` was clicked
   * @param {(id: string | null) => void} surroundings.onHover
   */
  constructor({ list, rows, turns, near, filing, onPick, onMore, onHover }) {
    Object.assign(this, { rows, turns, near, filing, onPick, onMore, onHover });
    this.drawn = new Map();
    this.selected = null;
    this.size = new ResizeObserver(() => this.#resized());
    this.size.observe(list);
    this.#listen(list);
  }

  /**
   * Show the codings that are filed.
   *
   * @param {(coding: object) => {label: string, colour: string, spoken: string, title: string, isUnsure: boolean,
   *   hasMemo: boolean}} look
   * @param {(coding: object) => {isUnsure: boolean, hasMemo: boolean}} marksOf what of it may change
   */
  show(look, marksOf) {
    Object.assign(this, { look, marksOf });
    this.draw();
  }

  /** Forget what is drawn, because names or colours changed. */
  invalidate() {
    this.drawn.clear();
  }

  select(id) {
    this.selected = id;
    for (const index of this.near.indexes) this.#markSelected(this.rows[index].margin);
  }

  /** Draw the rows near the view that are not up to date. First measure all, then write all. */
  draw() {
    if (!this.near.isKnown || !this.look) return;
    const stale = [...this.near.indexes].filter((index) => this.drawn.get(index)?.state !== this.#stateOf(index));
    const measured = stale.map((index) => [index, this.#measure(index)]);
    for (const [index, measures] of measured) {
      this.#write(index, measures);
      this.drawn.set(index, { state: this.#stateOf(index), size: measures.size });
    }
  }

  destroy() {
    this.size.disconnect();
  }

  #listen(container) {
    const idUnder = (event) => event.target.closest?.("[data-coding]")?.dataset.coding ?? null;
    container.addEventListener("pointerover", (event) => this.onHover(idUnder(event)));
    container.addEventListener("pointerleave", () => this.onHover(null));
    container.addEventListener("focusin", (event) => this.onHover(idUnder(event)));
    container.addEventListener("focusout", () => this.onHover(null));
    container.addEventListener("click", (event) => {
      const id = idUnder(event);
      if (id) this.onPick(id);
    });
  }

  /** Everything but the size that the drawing of a row depends on, as text to compare. */
  #stateOf(index) {
    const stateOf = ({ coding, lane }) => {
      const { isUnsure, hasMemo } = this.marksOf(coding);
      return `${coding.id} ${coding.code} ${lane} ${isUnsure} ${hasMemo}`;
    };
    return this.filing.at(index).map(stateOf).join("|");
  }

  #resized() {
    for (const index of this.near.indexes) {
      if (this.drawn.get(index)?.size !== sizeOf(this.rows[index])) this.drawn.delete(index);
    }
    this.draw();
  }

  #measure(index) {
    const row = this.rows[index];
    const { top: origin, height } = row.margin.getBoundingClientRect();
    const turn = this.turns.list[index];
    const parts = this.filing.at(index).map((part) => {
      const [from, to] = [turn.unit(part.coding.start), turn.unit(part.coding.end)];
      return {
        ...part,
        id: part.coding.id,
        start: part.isStart ? row.rectAt(from).top - origin : 0,
        end: part.isEnd ? row.rectAt(to - 1).bottom - origin : height,
      };
    });
    return { parts: withLanes(parts), height, size: sizeOf(row) };
  }

  #write(index, { parts, height }) {
    const { margin } = this.rows[index];
    const lanesUsed = Math.min(Math.max(USUAL_LANES, ...parts.map(({ lane }) => lane + 1)), LANES);
    margin.style.setProperty("--labels-at", `${lanesUsed * LANE + 8}px`);
    const brackets = parts.filter(({ lane }) => lane < LANES).map((part) => this.#bracket(part));
    margin.replaceChildren(...this.#labels(parts, height), ...brackets);
    this.#markSelected(margin);
  }

  #bracket({ coding, lane, start, end, isStart, isEnd }) {
    const { colour, title, isUnsure } = this.look(coding);
    const ends = `${isStart ? " starts" : ""}${isEnd ? " ends" : ""}${coding.mine ? "" : " other"}${isUnsure ? " unsure" : ""}`;
    return element("div", {
      class: `bracket${ends}`,
      "data-coding": coding.id,
      "aria-hidden": "true",
      title,
      style: `inset-inline-start: ${lane * LANE}px; top: ${start}px; height: ${end - start}px; --colour: ${colour}`,
    });
  }

  #labels(parts, height) {
    const starting = parts.filter(({ isStart }) => isStart).sort((one, other) => one.start - other.start);
    const room = Math.max(1, Math.floor(height / LABEL));
    const shown = starting.slice(0, room);
    const hidden = starting.slice(room).map(({ id }) => id);
    const tops = stackLabels(shown.map(({ start }) => start + 3), LABEL, Math.max(height, LABEL));
    return shown.map((part, place) => {
      const more = hidden.length && place === shown.length - 1 ? this.#more(hidden) : null;
      return element("div", { class: "line", style: `top: ${tops[place]}px` }, this.#label(part), more);
    });
  }

  #label({ coding }) {
    const { label, colour, spoken, title, isUnsure, hasMemo } = this.look(coding);
    return element(
      "button",
      // Out of the Tab order, or leaving the pane would take a stop per coding; `g` goes through them.
      { class: "label", type: "button", tabindex: "-1", "data-coding": coding.id, "aria-label": spoken, title },
      chip(colour),
      element("span", { class: "words" }, label),
      coding.mine ? null : element("span", { class: "coder", "aria-hidden": "true" }, coding.coder),
      isUnsure ? element("span", { class: "unsure", "aria-hidden": "true" }, "?") : null,
      hasMemo ? icon("memo") : null,
    );
  }

  #more(ids) {
    const names = ids.map((id) => this.look(this.filing.codings.get(id)).label).join(", ");
    return element(
      "button",
      {
        class: "more",
        type: "button",
        tabindex: "-1",
        title: names,
        "aria-label": `${ids.length} more: ${names}`,
        onclick: (event) => this.onMore(ids, event.currentTarget),
      },
      `+${ids.length}`,
    );
  }

  #markSelected(margin) {
    for (const one of margin.querySelectorAll("[data-coding]")) {
      one.toggleAttribute("data-selected", one.dataset.coding === this.selected);
    }
  }
}

function sizeOf({ element: row }) {
  return `${row.offsetWidth} ${row.offsetHeight}`;
}

/** Codings within the turn take the lanes left free, by the pixels they cover. */
function withLanes(parts) {
  const settled = parts.filter(({ lane }) => lane !== undefined);
  const lanes = assignLanes(parts.filter(({ lane }) => lane === undefined), settled);
  return parts.map((part) => ({ ...part, lane: part.lane ?? lanes.get(part.id) }));
}
