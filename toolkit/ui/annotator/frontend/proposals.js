/** Codes that a coder thinks of while reading: what they are called, and how they look before the server has them. */

import { fold } from "./finder.js";
import { later, say } from "./words.js";

export const LONGEST_LABEL = 60; // code points, as the protocol has it
export const PROPOSED = later("Proposed by you");
// What the server refuses in names: controls, and what is invisible or turns the direction of what follows.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const AROUND = /^[\s"'“”„‘’‚«»‹›.,;:!…()[\]{}–—-]+|[\s"'“”„‘’‚«»‹›.,;:!…()[\]{}–—-]+$/gu;

/** A name as it is kept: on one line, without what nobody sees. */
export function tidyLabel(typed) {
  return typed.replace(/\s+/gu, " ").replace(INVISIBLE, "").trim();
}

/** The name a code gets from the words it was found in: without quotes and stops around them, and not too long. */
export function labelFrom(words) {
  const line = tidyLabel(words);
  return shortened(line.replace(AROUND, "") || line);
}

function shortened(line) {
  if (length(line) <= LONGEST_LABEL) return line;
  const cut = beginning(line, LONGEST_LABEL - 1);
  const blank = cut.lastIndexOf(" ");
  // Scripts without blanks between words are cut where the room ends.
  const whole = blank > cut.length / 2 ? cut.slice(0, blank) : cut;
  return `${whole.replace(AROUND, "")}…`;
}

/** As many whole characters, as people see them, as fit. */
function beginning(line, most) {
  let taken = "";
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (length(taken) + length(segment) > most) break;
    taken += segment;
  }
  return taken;
}

function length(text) {
  return [...text].length;
}

/** The code with this name, but for case and accents; null if there is none. */
export function codeNamed(label, codes) {
  return codes.find((code) => fold(tidyLabel(code.label)) === fold(label)) ?? null;
}

/** A proposed code as the server will tell it. */
export function proposedCode({ id, label, definition = "" }) {
  return {
    id, label, definition, theme: say(PROPOSED), colour: null, include: [], exclude: [], example: "", alt: [], offered: true, proposed: true,
  };
}
