/** The line below the text: how much is coded, which keys help, and whether the work is saved. */

import { element, icon, keycap } from "./dom.js";
import { say, sayMany } from "./words.js";

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
    const help = element("button", { class: "help-button", type: "button", onclick: onHelp }, keycap("?"), " ", say("Keys"));
    const tool = (name, words, onclick) => element(
      "button", { class: "tool", type: "button", title: words, "aria-label": words, onclick }, icon(name),
    );
    const moves = element("span", { class: "moves" }, tool("undo", say("Undo"), onUndo), tool("redo", say("Redo"), onRedo));
    this.box = element("div", { class: "footer" }, this.count, this.hint, moves, help, this.status);
    this.late = null;
  }

  show({ mine, others, hidden, unacked, isReadOnly, hasUnits }) {
    const facts = [sayMany("{n} coding", "{n} codings", mine)];
    if (others) facts.push(sayMany("{n} by others", "{n} by others", others));
    if (hidden) facts.push(sayMany("{n} hidden by the filter", "{n} hidden by the filter", hidden));
    this.count.textContent = facts.join(", ");
    const how = hasUnits ? say("Click a unit of this round to code it") : say("Select words to code them");
    this.hint.textContent = isReadOnly ? say("For reading only") : how;
    if (unacked !== this.unacked) this.#showSaving(unacked);
  }

  destroy() {
    clearTimeout(this.late);
  }

  #showSaving(unacked) {
    const isProgress = this.unacked === undefined || unacked < this.unacked;
    this.unacked = unacked;
    if (unacked === 0 || isProgress) this.#quieten();
    if (unacked === 0) this.words.textContent = say("Saved");
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
    this.words.textContent = say("Saving");
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
    this.words.textContent = sayMany(
      "Not saved yet: {n} change. Keep this tab open; trying again.",
      "Not saved yet: {n} changes. Keep this tab open; trying again.",
      this.unacked,
    );
  }
}
