/** The line below the text: how much is coded, which keys help, and whether the work is saved. */

import { element, icon, keycap } from "./dom.js";

const LOUD_AFTER = 2000;
const SEND_AGAIN_AFTER = 4000;

export class Footer {
  /**
   * @param {object} listeners
   * @param {() => void} listeners.onHelp
   * @param {() => void} listeners.onLate still not saved: send again
   * @param {() => void} listeners.onUndo
   * @param {() => void} listeners.onRedo
   */
  constructor({ onHelp, onLate, onUndo, onRedo }) {
    this.onLate = onLate;
    this.count = element("span", { class: "count" });
    this.hint = element("span", { class: "hint" });
    this.words = element("span", {});
    this.status = element("span", { class: "status" }, element("span", { class: "dot" }), this.words);
    const help = element("button", { class: "help-button", type: "button", onclick: onHelp }, keycap("?"), " Keys");
    const tool = (name, words, onclick) => element(
      "button", { class: "tool", type: "button", title: words, "aria-label": words, onclick }, icon(name),
    );
    const moves = element("span", { class: "moves" }, tool("undo", "Undo", onUndo), tool("redo", "Redo", onRedo));
    this.box = element("div", { class: "footer" }, this.count, this.hint, moves, help, this.status);
    this.late = null;
  }

  show({ mine, others, hidden, unacked, isReadOnly, hasUnits }) {
    const byOthers = others ? `, ${others} by others` : "";
    const filtered = hidden ? `, ${hidden} hidden by the filter` : "";
    this.count.textContent = `${mine} ${mine === 1 ? "coding" : "codings"}${byOthers}${filtered}`;
    const how = hasUnits ? "Click a unit of this round to code it" : "Select words to code them";
    this.hint.textContent = isReadOnly ? "For reading only" : how;
    if (unacked !== this.unacked) this.#showSaving(unacked);
  }

  destroy() {
    clearTimeout(this.late);
  }

  #showSaving(unacked) {
    const isProgress = this.unacked === undefined || unacked < this.unacked;
    this.unacked = unacked;
    if (unacked === 0 || isProgress) this.#quieten();
    if (unacked === 0) this.words.textContent = "Saved";
    else if (!this.box.hasAttribute("data-late")) this.#wait();
    else this.#shout();
  }

  #quieten() {
    clearTimeout(this.late);
    this.late = null;
    this.box.removeAttribute("data-late");
    this.status.removeAttribute("data-saving");
  }

  #wait() {
    this.words.textContent = "Saving";
    this.status.setAttribute("data-saving", "");
    this.late ??= setTimeout(() => this.#isLate(), LOUD_AFTER);
  }

  #isLate() {
    this.box.setAttribute("data-late", "");
    this.#shout();
    this.onLate();
    this.late = setTimeout(() => this.#isLate(), SEND_AGAIN_AFTER);
  }

  #shout() {
    const what = this.unacked === 1 ? "1 change" : `${this.unacked} changes`;
    this.words.textContent = `Not saved yet: ${what}. Keep this tab open; trying again.`;
  }
}
