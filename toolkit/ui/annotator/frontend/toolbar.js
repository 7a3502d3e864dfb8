/** The line above the text: what is shown and how a click selects, and how far the coder is. */

import { chip, element, icon } from "./dom.js";

export const CLICKING = ["words", "sentence", "turn"];
const CLICK_WORDS = { words: "Select words", sentence: "Click sentences", turn: "Click turns" };

export class Toolbar {
  /**
   * @param {object} parts boxes of other modules: `find`, `filter`
   * @param {object} listeners
   */
  constructor({ find, filter }, listeners) {
    const { onTree, onBacklight, onClicking, onMemos, onDisarm, onNextOpen } = listeners;
    const tool = (name, words, onclick, properties = {}) => element(
      "button", { class: "tool", type: "button", onclick, ...properties }, icon(name), element("span", {}, words),
    );
    this.tree = tool("codes", "Codes", onTree);
    this.backlight = tool("light", "Backlight", onBacklight, { title: "Fade what is not coded" });
    this.memos = tool("memo", "Memos", () => onMemos(this.memos));
    this.clicking = element(
      "select",
      { class: "tool", "aria-label": "What a click selects", onchange: (event) => onClicking(event.target.value) },
      ...CLICKING.map((value) => element("option", { value }, CLICK_WORDS[value])),
    );
    this.picker = element("span", { class: "picker" }, this.clicking, icon("down"));
    this.armed = element("span", { class: "armed", hidden: true });
    this.onDisarm = onDisarm;
    this.told = element("span", {});
    this.bar = element("progress", { max: "1", value: "0", "aria-label": "Turns coded" });
    this.next = tool("down", "Next uncoded", onNextOpen, { title: "Go to the next turn not coded yet" });
    this.box = element(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Transcript" },
      this.tree, find, filter, this.backlight,
      this.picker,
      this.memos, this.armed,
      element("div", { class: "progress" }, this.bar, this.told, this.next),
    );
  }

  showTree(isShown) {
    this.tree.setAttribute("aria-pressed", String(isShown));
  }

  showBacklight(isOn) {
    this.backlight.setAttribute("aria-pressed", String(isOn));
  }

  showClicking(unit) {
    this.clicking.value = unit;
    this.clicking.toggleAttribute("data-on", unit !== "words");
  }

  /** There is nothing to choose where a round has fixed units. */
  offerClicking(isOffered) {
    this.picker.hidden = !isOffered;
  }

  showMemos(count) {
    this.memos.lastChild.textContent = count ? `Memos ${count}` : "Memos";
  }

  showProgress({ coded, of }) {
    this.bar.max = Math.max(of, 1);
    this.bar.value = coded;
    this.told.textContent = `${coded} of ${of} turns`;
    this.told.title = `${coded} of ${of} turns of those who answer have a coding of yours`;
    this.next.disabled = coded === of;
  }

  showArmed(code, colour) {
    this.armed.hidden = !code;
    if (!code) return;
    const off = element("button", { class: "close", type: "button", "aria-label": "Put the code away", onclick: this.onDisarm }, "×");
    this.armed.replaceChildren(icon("pencil"), chip(colour), element("span", { class: "name" }, code.label), off);
  }
}
