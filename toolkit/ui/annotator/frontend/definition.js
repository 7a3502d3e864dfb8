/** What a code means, as the codebook says it: definition, when to use it, when not and what instead. */

import { element } from "./dom.js";
import { say } from "./words.js";

/**
 * @param {object} code
 * @param {(id: string) => string} labelOf
 * @param {((id: string) => void) | null} onCode go to another code; null where nothing can be clicked
 * @returns {HTMLElement[]}
 */
export function definitionOf(code, labelOf, onCode = null) {
  return [
    element("p", { class: "definition" }, code.definition || say("No definition yet.")),
    list(say("Use it for"), (code.include ?? []).map((when) => [when])),
    list(say("Not for"), (code.exclude ?? []).map(({ when, use }) => [when, use && instead(use, labelOf, onCode)])),
    code.example ? element("p", { class: "example" }, code.example) : null,
    code.proposed ? element("p", { class: "quiet" }, say("A proposal: it waits for the codebook.")) : null,
  ].filter(Boolean);
}

function list(title, lines) {
  if (!lines.length) return null;
  const shown = lines.map((parts) => element("li", {}, ...parts.filter(Boolean)));
  return element("div", { class: "cases" }, element("strong", {}, title), element("ul", {}, ...shown));
}

function instead(use, labelOf, onCode) {
  if (!onCode) return element("span", { class: "instead" }, ` → ${labelOf(use)}`);
  return element("button", { class: "instead", type: "button", onclick: () => onCode(use) }, `→ ${labelOf(use)}`);
}
