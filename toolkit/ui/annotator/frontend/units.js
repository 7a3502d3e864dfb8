/** The fixed units of a round: what a passage may cover where coders do not choose where to cut. */

export class Units {
  /** @param {[number, number][]} spans in order, none over another; document-wide code points */
  constructor(spans) {
    this.spans = spans;
  }

  /** The passage made larger, to the ends of the units it touches; null if it touches none. */
  whole({ start, end }) {
    const first = this.#after(start);
    const last = this.#before(end);
    return first <= last ? { start: this.spans[first][0], end: this.spans[last][1] } : null;
  }

  /** The unit at a position, or the next one behind it; null behind the last. */
  at(position) {
    const found = this.spans[this.#after(position)];
    return found ? { start: found[0], end: found[1] } : null;
  }

  /** The nearest place further on (1) or back (-1) where a passage may start or end. */
  step(position, by, edge) {
    const side = edge === "start" ? 0 : 1;
    const isBeyond = by > 0 ? (span) => span[side] > position : (span) => span[side] < position;
    const found = by > 0 ? this.spans.find(isBeyond) : this.spans.findLast(isBeyond);
    return found ? found[side] : position;
  }

  /** Every second unit: those that are shaded, so that each can be told from its neighbours. */
  alternate() {
    return this.spans.filter((_, place) => place % 2).map(([start, end]) => ({ start, end }));
  }

  /** Place of the first unit that ends behind the position. */
  #after(position) {
    return firstWhere(this.spans.length, (place) => this.spans[place][1] > position);
  }

  /** Place of the last unit that starts before the position. */
  #before(position) {
    return firstWhere(this.spans.length, (place) => this.spans[place][0] >= position) - 1;
  }
}

/** The first place up to `length` at which a condition holds that holds everywhere behind it. */
function firstWhere(length, holds) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
