/**
 * Which rows are near the view. Only those are drawn in the margin and painted in the text: what a coding, a
 * frame of a scroll or the first sight cost then depends on what is on screen, not on how much is coded.
 *
 * What is watched, the browser looks at in every frame. So all sections are watched, and of rows only those
 * in sections that are not far.
 */

const FIRST = 24; // rows taken to be in view until the browser has said which are
const NEAR = "160px 0px";
const NOT_FAR = "1600px 0px"; // further than a fast wheel goes in the frame it takes to find the rows

export class Near {
  /**
   * @param {import("./rows.js").Row[]} rows
   * @param {{element: HTMLElement, first: number, rows: object[], indexes: number[]}[]} sections
   * @param {HTMLElement} scroller
   * @param {() => void} onChange
   */
  constructor(rows, sections, scroller, onChange) {
    Object.assign(this, { rows, onChange });
    this.indexes = new Set(rows.slice(0, FIRST).keys());
    this.isKnown = false;
    this.indexOf = new Map(rows.map((row, index) => [row.element, index]));
    this.sectionOf = new Map(sections.map((section) => [section.element, section]));
    this.sight = new IntersectionObserver((entries) => this.#sighted(entries), { root: scroller, rootMargin: NEAR });
    this.foresight = new IntersectionObserver((entries) => this.#foreseen(entries), { root: scroller, rootMargin: NOT_FAR });
    for (const { element } of sections) this.foresight.observe(element);
    // Without waiting for the first answer: most texts are opened at their beginning.
    this.watched = new Set();
    this.#watch(sections[0]);
  }

  /** Take all rows for near, for paper, and then again only those in view. */
  all(isPaper) {
    if (isPaper) this.seen = new Set(this.indexes);
    this.indexes = isPaper ? new Set(this.rows.keys()) : (this.seen ?? this.indexes);
  }

  destroy() {
    this.sight.disconnect();
    this.foresight.disconnect();
  }

  #watch(section) {
    if (this.watched.has(section)) return;
    this.watched.add(section);
    for (const { element } of section.rows) this.sight.observe(element);
  }

  #unwatch(section) {
    if (!this.watched.delete(section)) return;
    for (const { element } of section.rows) this.sight.unobserve(element);
    for (const index of section.indexes) this.indexes.delete(index);
  }

  #foreseen(entries) {
    for (const { target, isIntersecting } of entries) {
      const section = this.sectionOf.get(target);
      if (isIntersecting) this.#watch(section);
      else this.#unwatch(section);
    }
    // Rows that are near are told in the next frame; those that are not any more are told by nothing else.
    if (this.isKnown) this.onChange();
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
