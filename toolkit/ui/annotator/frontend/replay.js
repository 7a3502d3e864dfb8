/** What the records will hold once everything in the outbox is acknowledged. */

import { withActs } from "./acts.js";
import { proposedCode } from "./proposals.js";

/**
 * @param {{codings: object[], codes?: object[], memos?: object[], history?: object[], me: string}} told by the server
 * @param {object[]} ops the outbox
 * @returns {{codings: Map<string, object>, codes: object[], memos: Map<string, object>, acts: object[]}} `codes`
 *   is the very list that was told unless the outbox has proposals
 */
export function replay({ codings, codes = [], memos = [], history = [], me }, ops) {
  const shown = {
    codes,
    codings: new Map(codings.map((coding) => [coding.id, coding])),
    memos: new Map(memos.map((memo) => [memo.id, memo])),
  };
  for (const op of ops) DEEDS[op.op]?.(shown, op, me);
  return { ...shown, acts: withActs(history, ops) };
}

const DEEDS = {
  add: putCoding,
  remove({ codings, memos }, { id, successor }) {
    codings.delete(id);
    if (successor) moveMemos(memos, id, successor);
  },
  restore(shown, op, me) {
    if (op.about) putMemo(shown, op, me);
    else if (op.label !== undefined) putProposal(shown, op);
    else putCoding(shown, op, me);
  },
  propose: putProposal,
  withdraw(shown, { id }) {
    shown.codes = shown.codes.filter((code) => code.id !== id);
  },
  memo: putMemo,
  rewrite({ memos }, { id, text }) {
    if (memos.has(id)) memos.set(id, { ...memos.get(id), text });
  },
  unmemo({ memos }, { id }) {
    memos.delete(id);
  },
};

function putCoding({ codings }, { id, start, end, code, certainty = null }, me) {
  if (!codings.has(id)) codings.set(id, { id, start, end, code, coder: me, mine: true, certainty });
}

function putProposal(shown, op) {
  if (!shown.codes.some(({ id }) => id === op.id)) shown.codes = [...shown.codes, proposedCode(op)];
}

function putMemo({ memos }, { id, about, subject, text }, me) {
  if (!memos.has(id)) memos.set(id, { id, about, subject, text, author: me, mine: true, made_at: null });
}

/** A coding changed is a new coding: what was written about the old one goes along. */
function moveMemos(memos, from, to) {
  for (const [id, memo] of memos) {
    if (memo.about === "coding" && memo.subject === from) memos.set(id, { ...memo, subject: to });
  }
}
