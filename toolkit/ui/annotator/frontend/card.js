/** The card of the selected coding, and the list behind a `+n`. Both float beside the margin. */

import { chip, element, float, floating, keycap, unfloat } from "./dom.js";
import { countCharacters, countWords } from "./turns.js";

export class CodingCard {
  /** @param {{onRemove: () => void, onClose: () => void}} listeners */
  constructor({ onRemove, onClose }) {
    Object.assign(this, { onRemove, onClose });
    this.box = floating("card", { role: "group", "aria-label": "Selected coding" });
  }

  /**
   * @param {() => {line: DOMRect, right: number} | null} anchor null while the coding is out of view
   * @param {object} facts
   * @param {{place: number, count: number}} facts.overlap which of how many codings at this point it is
   */
  show(anchor, { coding, code, colour, quote, overlap, isRemovable }) {
    this.anchor = anchor;
    this.box.replaceChildren(
      element(
        "div",
        { class: "head" },
        chip(colour),
        element("strong", {}, code.label),
        element("button", { class: "close", type: "button", "aria-label": "Close", onclick: this.onClose }, "×"),
      ),
      element("div", { class: "theme" }, code.theme),
      element("p", { class: "definition" }, code.definition || "No definition yet."),
      element("div", { class: "facts" }, factsOf(coding, quote)),
      element(
        "div",
        { class: "foot" },
        isRemovable ? this.#removeButton() : element("span", { class: "quiet" }, coding.mine ? "" : `Only ${coding.coder} can remove it`),
        overlap.count > 1 ? overlapHint(overlap) : null,
      ),
    );
    this.place();
  }

  place() {
    const at = this.anchor?.();
    if (at) float(this.box, at.line, at.right);
    else unfloat(this.box);
  }

  hide() {
    this.anchor = null;
    unfloat(this.box);
  }

  #removeButton() {
    const label = element("span", {}, "Remove");
    return element("button", { class: "remove", type: "button", onclick: this.onRemove }, label, keycap("Del"));
  }
}

function factsOf({ coder, mine, certainty }, quote) {
  const words = countWords(quote);
  const length = `${words} ${words === 1 ? "word" : "words"}, ${countCharacters(quote)} characters`;
  const who = mine ? `${coder} (you)` : coder;
  return [who, certainty, length].filter(Boolean).join(" · ");
}

function overlapHint({ place, count }) {
  return element("span", { class: "quiet" }, `${place} of ${count} here `, keycap("o"));
}

export class MoreList {
  /** @param {{onPick: (id: string) => void}} listeners */
  constructor({ onPick }) {
    this.onPick = onPick;
    this.box = floating("more-list", { role: "group", "aria-label": "More codings" });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** @param {{id: string, label: string, colour: string, spoken: string}[]} items */
  open(button, items) {
    this.button = button;
    this.box.replaceChildren(...items.map((item) => this.#itemButton(item)));
    float(this.box, button.getBoundingClientRect());
    this.box.firstElementChild.focus();
  }

  close() {
    if (!this.box.matches(":popover-open")) return;
    unfloat(this.box);
    this.button.focus({ preventScroll: true });
  }

  #itemButton({ id, label, colour, spoken }) {
    const pick = () => {
      unfloat(this.box);
      this.onPick(id);
    };
    return element("button", { type: "button", "aria-label": spoken, onclick: pick }, chip(colour), label);
  }
}
