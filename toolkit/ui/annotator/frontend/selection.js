/** The browser's selection inside the pane, read and set in document-wide code points. */

export class TextSelection {
  /**
   * @param {ShadowRoot} root
   * @param {HTMLElement} list what the rows stand in
   * @param {import("./rows.js").Row[]} rows
   * @param {import("./turns.js").Turns} turns
   */
  constructor(root, list, rows, turns) {
    Object.assign(this, { root, list, rows, turns });
    this.indexOf = new Map(rows.map((row, index) => [row.node, index]));
  }

  /** The passage selected, with the end that moves (`focus`); null if nothing in the pane is selected. */
  read() {
    const range = this.#composedRange();
    if (!range) return null;
    const start = this.#position(range.startContainer, range.startOffset, "start");
    const end = this.#position(range.endContainer, range.endOffset, "end");
    const isCollapsed = range.startContainer === range.endContainer && range.startOffset === range.endOffset;
    if (isCollapsed || end < start) return { start, end: start, focus: start };
    return { start, end, focus: document.getSelection().direction === "backward" ? start : end };
  }

  /** The position of an offset in the text of a turn; null if the node is none. */
  positionIn(node, unit) {
    const index = this.indexOf.get(node);
    return index === undefined ? null : this.turns.list[index].position(unit);
  }

  /** Select a passage, or set the caret where start and end are one. */
  set(start, end = start) {
    const [from, to] = [this.#boundary(start, "start"), this.#boundary(end, start === end ? "start" : "end")];
    document.getSelection().setBaseAndExtent(...from, ...to);
  }

  clear() {
    document.getSelection().removeAllRanges();
  }

  /** Move the caret, or with "extend" the moving end, as the browser does in text. */
  modify(alter, direction, granularity) {
    document.getSelection().modify(alter, direction, granularity);
  }

  /** Row and offset of a position: at the end of a turn the end, not the start of the next. */
  place(position, side = "start") {
    const index = this.turns.indexAt(side === "end" ? position - 1 : position);
    return { index, row: this.rows[index], unit: this.turns.list[index].unit(position) };
  }

  #boundary(position, side) {
    const { row, unit } = this.place(position, side);
    return [row.node, unit];
  }

  #composedRange() {
    const selection = document.getSelection();
    if (!selection.rangeCount) return null;
    const found = selection.getComposedRanges({ shadowRoots: [this.root] })[0];
    // What is selected in a field beside the text is no passage.
    const touches = (node) => node && this.list.contains(node);
    return found && (touches(found.startContainer) || touches(found.endContainer)) ? found : null;
  }

  #position(node, unit, side) {
    return this.positionIn(node, unit) ?? this.#clamped(this.#textsBefore(node, unit, side), side);
  }

  /** A boundary in a label, the margin or between turns means the nearest text inside the selection. */
  #clamped(before, side) {
    if (side === "start") return this.turns.list[before]?.start ?? this.turns.end;
    return this.turns.list[before - 1]?.end ?? this.turns.start;
  }

  /** How many turns have their text ahead of a boundary outside any text. */
  #textsBefore(node, unit, side) {
    if (!this.root.contains(node)) return side === "start" ? 0 : this.rows.length;
    const boundary = document.createRange();
    boundary.setStart(node, unit);
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (boundary.comparePoint(this.rows[middle].node, 0) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
