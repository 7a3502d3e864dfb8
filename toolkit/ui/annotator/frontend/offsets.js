/**
 * The one place where positions change their unit.
 *
 * Python, the records and every message count code points; JavaScript strings, text nodes and the selection
 * count UTF-16 units, of which letters beyond U+FFFF (emoji, rare Chinese characters) take two.
 */

export class Offsets {
  /** @param {string} text well-formed: without half a surrogate pair */
  constructor(text) {
    this.units = text.length;
    this.pairs = startsOfPairs(text);
    this.codePoints = text.length - this.pairs.length;
  }

  toUtf16(codePoint) {
    // Before the k-th pair there are k units more than code points.
    return codePoint + countWhile(this.pairs, (unit, k) => unit - k < codePoint);
  }

  /** A unit in the middle of a pair belongs to the code point before it. */
  toCodePoint(unit) {
    return unit - countWhile(this.pairs, (start) => start < unit);
  }
}

const PAIR = /[\u{10000}-\u{10ffff}]/u;

function startsOfPairs(text) {
  const starts = [];
  // Most texts have none, and to be sure of that takes a fraction of the time.
  if (!PAIR.test(text)) return starts;
  for (let unit = 0; unit < text.length; unit++) {
    if (text.codePointAt(unit) > 0xffff) starts.push(unit++);
  }
  return starts;
}

/** Length of the leading part of `sorted` for which the condition holds, by bisection. */
function countWhile(sorted, holds) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle], middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
