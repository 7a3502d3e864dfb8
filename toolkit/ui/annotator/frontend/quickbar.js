/** While a click selects a whole sentence or turn: the codes that a number applies, to see and to click. */

import { chip, element, keycap } from "./dom.js";
import { say } from "./words.js";

export class QuickBar {
  /** @param {(code: string) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    this.box = element("div", { class: "quick", role: "group", "aria-label": say("Codes by number"), hidden: true });
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** @param {Map<string, number>} digits */
  show(isShown, digits, lookOf) {
    this.box.hidden = !isShown;
    if (!isShown) return;
    const inOrder = [...digits].sort(([, one], [, other]) => one - other);
    this.box.replaceChildren(...inOrder.map(([id, digit]) => this.#button(id, digit, lookOf(id))));
  }

  #button(id, digit, { label, colour }) {
    return element(
      "button",
      { type: "button", tabindex: "-1", title: label, onclick: () => this.onPick(id) },
      keycap(String(digit)),
      chip(colour),
      element("span", { class: "name" }, label),
    );
  }
}
