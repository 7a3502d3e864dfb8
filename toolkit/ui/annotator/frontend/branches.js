/** The codes as a tree: themes in the order of the codebook, each with its codes. */

import { findCodes } from "./finder.js";
import { later, say } from "./words.js";

export const LOOSE = later("Other codes");

/** @returns {{theme: string, codes: object[]}[]} */
export function branchesOf(codes) {
  const branches = new Map();
  for (const code of codes) {
    const theme = code.theme || say(LOOSE);
    if (!branches.has(theme)) branches.set(theme, []);
    branches.get(theme).push(code);
  }
  return [...branches].map(([theme, members]) => ({ theme, codes: members }));
}

/** Ids of the codes that a query leaves, best first. */
export function matching(codes, query) {
  return findCodes(codes, query).map(({ code }) => code.id);
}

/** How many of the codings each code has. */
export function countsOf(codings) {
  const counts = new Map();
  for (const { code } of codings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
