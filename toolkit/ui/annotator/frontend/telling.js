/** What was done, in words. */

const DONE = {
  propose: "proposed", withdraw: "took back",
  add: "coded", remove: "removed", restore: "brought back", memo: "wrote a memo", rewrite: "changed a memo", unmemo: "removed a memo",
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
  if (label !== undefined) return `${DONE[op]} the code “${label}”`;
  if (about && op === "restore") return "brought back a memo";
  const all = ops.length > 1 ? ` and ${ops.length - 1} more` : "";
  return `${DONE[op]}${code ? ` ${labelOf(code)}` : ""}${all}`;
}

function changed(gone, come, labelOf) {
  if (gone.code !== come.code) return `changed ${labelOf(gone.code)} to ${labelOf(come.code)}`;
  if (gone.start !== come.start || gone.end !== come.end) return `moved the ends of ${labelOf(come.code)}`;
  return `marked ${labelOf(come.code)} as ${come.certainty ?? "neither sure nor unsure"}`;
}

export function shorten(words, most = 60) {
  const line = words.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
