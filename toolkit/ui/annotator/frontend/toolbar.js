/** The line above the text: what is shown and how a click selects, and how far the coder is. */

import { chip, element, icon } from "./dom.js";
import { later, say, sayMany } from "./words.js";

export const CLICKING = ["words", "sentence", "turn"];
const CLICK_WORDS = { words: later("Select words"), sentence: later("Click sentences"), turn: later("Click turns") };

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
    this.tree = tool("codes", say("Codes"), onTree);
    this.backlight = tool("light", say("Backlight"), onBacklight, { title: say("Fade what is not coded") });
    this.memos = tool("memo", say("Memos"), () => onMemos(this.memos));
    this.clicking = element(
      "select",
      { class: "tool", "aria-label": say("What a click selects"), onchange: (event) => onClicking(event.target.value) },
      ...CLICKING.map((value) => element("option", { value }, say(CLICK_WORDS[value]))),
    );
    this.picker = element("span", { class: "picker" }, this.clicking, icon("down"));
    this.armed = element("span", { class: "armed", hidden: true });
    this.onDisarm = onDisarm;
    this.told = element("span", {});
    this.bar = element("progress", { max: "1", value: "0", "aria-label": say("Turns coded") });
    this.next = tool("down", say("Next uncoded"), onNextOpen, { title: say("Go to the next turn not coded yet") });
    this.box = element(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": say("Transcript") },
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
    this.memos.lastChild.textContent = count ? say("Memos {count}", { count }) : say("Memos");
  }

  showProgress({ coded, of }) {
    this.bar.max = Math.max(of, 1);
    this.bar.value = coded;
    this.told.textContent = sayMany("{coded} of {n} turn", "{coded} of {n} turns", of, { coded });
    this.told.title = sayMany(
      "{coded} of {n} turn of those who answer has a coding of yours",
      "{coded} of {n} turns of those who answer have a coding of yours",
      of,
      { coded },
    );
    this.next.disabled = coded === of;
  }

  showArmed(code, colour) {
    this.armed.hidden = !code;
    if (!code) return;
    const off = element("button", { class: "close", type: "button", "aria-label": say("Put the code away"), onclick: this.onDisarm }, "×");
    this.armed.replaceChildren(icon("pencil"), chip(colour), element("span", { class: "name" }, code.label), off);
  }
}
