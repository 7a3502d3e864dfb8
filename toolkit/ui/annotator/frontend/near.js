/**
 * Which rows are near the view. Only those are drawn in the margin and painted in the text: what a coding, a
 * frame of a scroll or the first sight cost then depends on what is on screen, not on how much is coded.
 */

const FIRST = 24; // rows taken to be in view until the browser has said which are

export class Near {
  /**
   * @param {import("./rows.js").Row[]} rows
   * @param {HTMLElement} scroller
   * @param {() => void} onChange
   */
  constructor(rows, scroller, onChange) {
    this.rows = rows;
    this.onChange = onChange;
    this.indexes = new Set(rows.slice(0, FIRST).keys());
    this.isKnown = false;
    this.indexOf = new Map(rows.map((row, index) => [row.element, index]));
    this.sight = new IntersectionObserver((entries) => this.#sighted(entries), {
      root: scroller,
      rootMargin: "300px 0px",
    });
    for (const row of rows) this.sight.observe(row.element);
  }

  /** Take all rows for near, for paper, and then again only those in view. */
  all(isPaper) {
    if (isPaper) this.seen = new Set(this.indexes);
    this.indexes = isPaper ? new Set(this.rows.keys()) : (this.seen ?? this.indexes);
  }

  destroy() {
    this.sight.disconnect();
  }

  #sighted(entries) {
    if (!this.isKnown) this.indexes.clear();
    this.isKnown = true;
    for (const { target, isIntersecting } of entries) {
      const index = this.indexOf.get(target);
      if (isIntersecting) this.indexes.add(index);
      else this.indexes.delete(index);
    }
    this.onChange();
  }
}
