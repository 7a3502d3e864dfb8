/**
 * The codings by the turns they touch, each with its lanes: one among underlines and, if it goes over several
 * turns, one among brackets.
 *
 * A lane depends on the codings that overlap, and on those that overlap these, and so on: all within a few
 * turns. So where a few codings came or went only the turns around them are filed anew, however long the text
 * is and however much of it is coded.
 */

import { assignLanes, byStartThenLength } from "./lanes.js";

const MANY = 100; // came or went: then filing everything takes no longer

export class Filing {
  /** @param {import("./turns.js").Turns} turns */
  constructor(turns) {
    this.turns = turns;
    this.codings = new Map();
    this.#clear();
  }

  /**
   * What lies in a turn, in the order of the text.
   *
   * @returns {{coding: object, isStart: boolean, isEnd: boolean, underline: number, lane: number | undefined}[]}
   */
  at(index) {
    return this.files[index];
  }

  /** File these codings, by id, and no others. One that is another object than before has changed. */
  update(codings) {
    const [come, gone] = this.#difference(codings);
    this.codings = codings;
    if (come.length + gone.length > MANY) {
      this.#clear();
      this.#file([...codings.values()]);
      return;
    }
    const left = new Set(gone);
    for (const [first, last] of this.#regions([...come, ...gone])) {
      const here = new Set();
      for (let index = first; index <= last; index++) {
        for (const { coding } of this.files[index]) if (!left.has(coding)) here.add(coding);
        this.files[index] = [];
      }
      const fresh = come.filter((coding) => this.#isWithin(coding, first, last));
      this.#file([...here, ...fresh]);
    }
  }

  #clear() {
    this.files = this.turns.list.map(() => []);
  }

  #isWithin(coding, first, last) {
    const touched = this.turns.touched(coding);
    return touched !== null && first <= touched[0] && touched[1] <= last;
  }

  #difference(codings) {
    const come = [];
    const gone = [];
    for (const [id, coding] of codings) {
      const before = this.codings.get(id);
      if (before === coding) continue;
      come.push(coding);
      if (before) gone.push(before);
    }
    if (codings.size - come.length + gone.length !== this.codings.size) {
      for (const [id, coding] of this.codings) if (!codings.has(id)) gone.push(coding);
    }
    return [come, gone];
  }

  /** The turns whose lanes may be others now, as ranges that do not meet. */
  #regions(changed) {
    const regions = [];
    for (const coding of changed) {
      const touched = this.turns.touched(coding);
      if (touched) regions.push(this.#widened(touched));
    }
    regions.sort(([one], [other]) => one - other);
    const merged = [];
    for (const region of regions) {
      const last = merged.at(-1);
      if (last && region[0] <= last[1]) last[1] = Math.max(last[1], region[1]);
      else merged.push(region);
    }
    return merged;
  }

  /** A range of turns with all that codings in it reach, directly or by way of others. */
  #widened([first, last]) {
    let [from, to] = [first, first - 1];
    const see = (index) => {
      for (const { coding } of this.files[index]) {
        const [begin, end] = this.turns.touched(coding);
        first = Math.min(first, begin);
        last = Math.max(last, end);
      }
    };
    while (first < from || to < last) {
      while (to < last) see((to += 1));
      while (first < from) see((from -= 1));
    }
    return [first, last];
  }

  #file(codings) {
    const placed = codings.flatMap((coding) => {
      const touched = this.turns.touched(coding);
      return touched ? [{ coding, touched }] : [];
    });
    const underlines = assignLanes(placed.map((one) => this.#withinTurns(one)));
    const long = placed.filter(({ touched: [begin, end] }) => begin < end);
    const lanes = assignLanes(
      long.map(({ coding: { id }, touched: [begin, end] }) => ({ id, start: begin, end: end + 1 })),
    );
    placed.sort((one, other) => byStartThenLength(one.coding, other.coding));
    for (const { coding, touched: [begin, end] } of placed) {
      for (let index = begin; index <= end; index++) {
        this.files[index].push({
          coding,
          isStart: index === begin,
          isEnd: index === end,
          underline: underlines.get(coding.id),
          lane: lanes.get(coding.id),
        });
      }
    }
  }

  /** What of it is read: between turns, where nothing is painted, codings do not get in each other's way. */
  #withinTurns({ coding: { id, start, end }, touched: [first, last] }) {
    const { list } = this.turns;
    return { id, start: Math.max(start, list[first].start), end: Math.min(end, list[last].end) };
  }
}
