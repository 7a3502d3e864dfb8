/** Lanes: side by side places for what overlaps, so that brackets and underlines never hide one another. */

/**
 * Give each interval the lowest lane in which it meets no other.
 *
 * Earlier and then longer intervals choose first, so that a long bracket stays outside and the result does
 * not depend on the order in which the codings arrived.
 *
 * @param {{start: number, end: number, id: string}[]} intervals half-open
 * @param {{start: number, end: number, lane: number}[]} taken intervals whose lane is settled
 * @returns {Map<string, number>} lane by id
 */
export function assignLanes(intervals, taken = []) {
  const lanes = new Map();
  const reached = [];
  for (const interval of [...intervals].sort(byStartThenLength)) {
    let lane = 0;
    while (reached[lane] > interval.start || isTaken(taken, lane, interval)) lane += 1;
    // Lanes jumped over because they are taken have not been reached by anyone yet.
    for (let below = reached.length; below < lane; below++) reached[below] = -Infinity;
    reached[lane] = interval.end;
    lanes.set(interval.id, lane);
  }
  return lanes;
}

/** In the order of the text, the longer first. */
export function byStartThenLength(one, other) {
  return one.start - other.start || other.end - one.end || (one.id < other.id ? -1 : 1);
}

function isTaken(taken, lane, { start, end }) {
  return taken.some((other) => other.lane === lane && other.start < end && start < other.end);
}

/**
 * Set labels one below another, each as near as possible to the height it wishes.
 *
 * @param {number[]} wishes heights, ascending; no more than fit
 * @returns {number[]} heights at least `step` apart that end before `room`
 */
export function stackLabels(wishes, step, room) {
  const heights = [];
  wishes.forEach((wish, index) => heights.push(Math.max(wish, index ? heights[index - 1] + step : 0)));
  let limit = room - step;
  for (let index = heights.length - 1; index >= 0 && heights[index] > limit; index--) {
    heights[index] = limit;
    limit -= step;
  }
  return heights;
}
