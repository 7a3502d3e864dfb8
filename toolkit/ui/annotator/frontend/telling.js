/** What was done, in words. */

import { later, say, sayMany } from "./words.js";

const DONE = {
  add: later("coded {code}"),
  remove: later("removed {code}"),
  restore: later("brought back {code}"),
  memo: later("wrote a memo"),
  rewrite: later("changed a memo"),
  unmemo: later("removed a memo"),
};
const DONE_WITH_A_PROPOSAL = {
  propose: later("proposed the code “{label}”"),
  withdraw: later("took back the code “{label}”"),
  restore: later("brought back the code “{label}”"),
};
const MARKED = {
  sure: later("marked {code} as sure"),
  unsure: later("marked {code} as unsure"),
  neither: later("marked {code} as neither sure nor unsure"),
};

/**
 * @param {object[]} ops of one act
 * @param {(code: string) => string} labelOf
 */
export function described(ops, labelOf) {
  const gone = ops.find(({ successor }) => successor);
  const come = gone && ops.find(({ id, op }) => id === gone.successor && op === "add");
  if (come) return changed(gone, come, labelOf);
  const [{ op, code, about, label }] = ops;
  if (label !== undefined) return say(DONE_WITH_A_PROPOSAL[op], { label });
  if (about && op === "restore") return say("brought back a memo");
  const what = say(DONE[op], { code: code && labelOf(code) });
  return ops.length > 1 ? sayMany("{what} and {n} more", "{what} and {n} more", ops.length - 1, { what }) : what;
}

function changed(gone, come, labelOf) {
  const code = labelOf(come.code);
  if (gone.code !== come.code) return say("changed {before} to {code}", { before: labelOf(gone.code), code });
  if (gone.start !== come.start || gone.end !== come.end) return say("moved the ends of {code}", { code });
  const marked = MARKED[come.certainty ?? "neither"];
  return say(marked, { code });
}

export function shorten(words, most = 60) {
  const line = words.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
