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
    this.#tell();
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
    this.#tell();
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
    this.#tell();
    this.onChange();
  }

  /**
   * Say of each row whether it is near: the rules of highlights are for those alone. There are hundreds of
   * rules, and the browser goes through all of them for each element they are for.
   */
  #tell() {
    const told = this.told ?? new Set();
    for (const index of told) if (!this.indexes.has(index)) this.rows[index].element.removeAttribute("data-near");
    for (const index of this.indexes) if (!told.has(index)) this.rows[index].element.setAttribute("data-near", "");
    this.told = new Set(this.indexes);
  }
}
