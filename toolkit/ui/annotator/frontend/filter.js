/** Which codings are shown, and which turns are read: by coder, code, theme, question and speaker. */

import { say } from "./words.js";

export const EVERYTHING = { coder: "", code: "", theme: "", question: "", speaker: "" };

/** Whether the filter lets a coding through. A coding is of a turn if it touches one. */
export function letsThrough(filter, coding, theme) {
  return (
    (!filter.coder || coding.coder === filter.coder) &&
    (!filter.code || coding.code === filter.code) &&
    (!filter.theme || theme === filter.theme)
  );
}

/** Whether the filter is about turns, and this one is among them. */
export function readsTurn(filter, { speaker, question }) {
  return (!filter.speaker || speaker === filter.speaker) && (!filter.question || String(question) === filter.question);
}

export function concernsTurns(filter) {
  return Boolean(filter.speaker || filter.question);
}

/** How many parts of the filter are set. */
export function sizeOf(filter) {
  return Object.values(filter).filter(Boolean).length;
}

/**
 * What each part can be set to, in the order of codebook and transcript.
 *
 * @returns {Record<string, {value: string, words: string}[]>}
 */
export function choices({ codings, codes, turns, me }) {
  const used = new Set(codings.map(({ code }) => code));
  const named = (values) => [...new Set(values)].map((value) => ({ value: String(value), words: String(value) }));
  const coders = named(codings.map(({ coder }) => coder)).map(({ value }) => ({
    value,
    words: value === me ? say("{coder} (you)", { coder: value }) : value,
  }));
  return {
    coder: coders,
    theme: named(codes.filter(({ id }) => used.has(id)).map(({ theme }) => theme).filter(Boolean)),
    code: codes.filter(({ id }) => used.has(id)).map(({ id, label }) => ({ value: id, words: label })),
    question: named(turns.map(({ question }) => question).filter((one) => one !== null && one !== undefined))
      .map(({ value }) => ({ value, words: say("Question {question}", { question: value }) })),
    speaker: named(turns.map(({ speaker }) => speaker).filter(Boolean)),
  };
}
