/**
 * Acts: what the coder did in one go, undone and done again as a whole.
 *
 * The log is the memory: the server tells the acts on this transcript, and those in the outbox follow them.
 * Undoing is itself an act, which says which one it takes back; ids stay the same, so undo works after a
 * reload and in another browser.
 */

/** The server's acts and behind them those of the outbox; what is undone follows what can be. */
export function withActs(history, ops) {
  const acts = history.map((act) => ({ ...act }));
  for (const group of byAct(ops)) follow(acts, group);
  return pruned(acts);
}

function byAct(ops) {
  const groups = new Map();
  for (const op of ops) {
    if (!op.act) continue;
    if (!groups.has(op.act)) groups.set(op.act, []);
    groups.get(op.act).push(op);
  }
  return [...groups.values()];
}

function follow(acts, group) {
  const [{ act, undoes, redoes }] = group;
  const answered = undoes ?? redoes;
  const known = acts.find((one) => one.act === (answered ?? act));
  if (answered) {
    if (known) known.undone = Boolean(undoes);
  } else if (!known) acts.push({ act, undone: false, ops: group });
}

/** What was taken back before a later act cannot be done again. */
function pruned(acts) {
  const last = acts.findLastIndex((act) => !act.undone);
  return acts.filter((act, place) => place > last || !act.undone);
}

/** The act to undo next, or null. */
export function undoable(acts) {
  return acts.findLast((act) => !act.undone) ?? null;
}

/** The act to redo next, or null. */
export function redoable(acts) {
  return acts.find((act) => act.undone) ?? null;
}

const FIELDS = ["start", "end", "code", "certainty", "about", "subject", "text", "label", "definition"];
const MAKING = ["add", "memo", "propose"];

/** Operations that take these back, last first. */
export function inverse(ops) {
  return ops.toReversed().map((op) => answer(op, ops));
}

/** Operations that do these once more, under the same ids. */
export function again(ops) {
  return ops.map((op) => {
    if (MAKING.includes(op.op)) return { op: "restore", id: op.id, ...facts(op) };
    // Of a memo removed the server tells the text, not that it was seen.
    return op.op === "unmemo" ? { ...stripped(op), seen: op.text } : stripped(op);
  });
}

function answer(op, ops) {
  const { id } = op;
  switch (op.op) {
    case "remove":
    case "unmemo":
    case "withdraw":
      return { op: "restore", id, ...facts(op) };
    case "propose":
      return { op: "withdraw", id, ...facts(op) };
    case "rewrite":
      return { op: "rewrite", id, ...facts(op), seen: op.text, text: op.seen };
    case "memo":
      return { op: "unmemo", id, ...facts(op), seen: op.text };
    default:
      // Of what was restored, only a memo is about something, and only a proposal has a label.
      if (op.label !== undefined) return { op: "withdraw", id, ...facts(op) };
      return op.about ? { op: "unmemo", id, ...facts(op), seen: op.text } : taken(op, ops);
  }
}

/** The removal of a coding; the one it had replaced, and whose memos it has, takes its place again. */
function taken(op, ops) {
  const replaced = ops.find(({ successor }) => successor === op.id);
  return { op: "remove", id: op.id, ...facts(op), ...(replaced ? { successor: replaced.id } : {}) };
}

function facts(op) {
  return Object.fromEntries(FIELDS.filter((field) => op[field] !== undefined).map((field) => [field, op[field]]));
}

/** An operation without its place in an outbox. */
function stripped({ seq, act, undoes, redoes, ...op }) {
  return op;
}
