/** The field that finds words in the transcript: hits painted in the text, next and previous, how many. */

import { element, icon } from "./dom.js";
import { firstFrom, occurrences } from "./search.js";
import { say } from "./words.js";

const REST = 120;

export class FindBar {
  /**
   * @param {object} listeners
   * @param {() => number} listeners.position where to look from
   * @param {(passages: object[], current: object | null) => void} listeners.onFound
   * @param {(passage: object | null) => void} listeners.onLeave with the hit reached
   */
  constructor(listeners) {
    Object.assign(this, listeners);
    this.found = [];
    this.place = -1;
    this.from = 0;
    this.field = element("input", {
      type: "search",
      placeholder: say("Find in the transcript"),
      "aria-label": say("Find in the transcript"),
      autocomplete: "off",
      spellcheck: "false",
      onpointerdown: () => this.#begin(),
      oninput: () => this.#soon(),
      onkeydown: (event) => this.#pressed(event),
    });
    this.count = element("span", { class: "hits", role: "status" });
    const step = (by, words, name) => element(
      "button", { class: "tool", type: "button", title: words, "aria-label": words, onclick: () => this.step(by) }, icon(name),
    );
    this.steps = element("span", { class: "steps", hidden: true }, this.count, step(-1, say("Previous hit"), "up"), step(1, say("Next hit"), "down"));
    this.box = element("div", { class: "find", role: "search" }, icon("find"), this.field, this.steps);
  }

  /** Search another transcript. */
  open(turns) {
    this.turns = turns;
    this.field.value = "";
    this.#search();
  }

  /** Remember where the reader is: in the field there is no place in the text. */
  #begin() {
    this.from = this.position();
  }

  focus() {
    this.#begin();
    this.field.focus({ preventScroll: true });
    this.field.select();
  }

  step(by) {
    if (!this.found.length) return;
    this.place = (this.place + by + this.found.length) % this.found.length;
    this.#show();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(), REST);
  }

  #search() {
    clearTimeout(this.timer);
    this.sought = this.field.value;
    this.found = occurrences(this.turns, this.sought);
    this.place = this.found.length ? firstFrom(this.found, this.from) : -1;
    this.#show();
  }

  #show() {
    this.steps.hidden = this.sought.trim() === "";
    this.count.textContent = this.found.length ? say("{place} of {count}", { place: this.place + 1, count: this.found.length }) : say("No hit");
    this.onFound(this.found, this.found[this.place] ?? null);
  }

  #pressed(event) {
    const { key, shiftKey } = event;
    if (key !== "Enter" && key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Enter" && this.sought !== this.field.value) this.#search();
    else if (key === "Enter") this.step(shiftKey ? -1 : 1);
    else this.#leave();
  }

  #leave() {
    const reached = this.found[this.place] ?? null;
    this.field.value = "";
    this.#search();
    this.onLeave(reached);
  }
}
