/** How far the coder is: which turns of those who answer no coding of theirs touches yet. */

/** @param {[number, number][]} touched first and last index of the turns of each own coding */
export function progressOf(turns, touched) {
  const coded = new Set();
  for (const [first, last] of touched) for (let index = first; index <= last; index++) coded.add(index);
  const told = turns.flatMap((turn, index) => (isAsked(turn) ? [] : [index]));
  return { of: told.length, coded: told.filter((index) => coded.has(index)).length, open: told.filter((index) => !coded.has(index)) };
}

function isAsked({ role, text }) {
  return role === "interviewer" || text.trim() === "";
}

/** The open turn next to `index` in the given direction, going round; null if all is coded. */
export function nextOpen(open, index, by) {
  if (!open.length) return null;
  if (by > 0) return open.find((other) => other > index) ?? open[0];
  return open.findLast((other) => other < index) ?? open.at(-1);
}
