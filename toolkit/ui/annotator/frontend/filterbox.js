/** The button and the box that set the filter. */

import { element, float, floating, icon, unfloat } from "./dom.js";
import { EVERYTHING, sizeOf } from "./filter.js";
import { later, say } from "./words.js";

const PARTS = [
  ["coder", later("Coder"), later("Every coder")],
  ["theme", later("Theme"), later("Every theme")],
  ["code", later("Code"), later("Every code")],
  ["question", later("Question"), later("Every question")],
  ["speaker", later("Speaker"), later("Everybody")],
];

export class FilterBox {
  /**
   * @param {() => Record<string, {value: string, words: string}[]>} choices
   * @param {(filter: object) => void} onChange
   */
  constructor(choices, onChange) {
    Object.assign(this, { choices, onChange, filter: EVERYTHING });
    this.words = element("span", {}, say("Filter"));
    this.button = element(
      "button",
      { class: "tool", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.toggle() },
      icon("filter"),
      this.words,
    );
    this.box = floating("filter-box", { role: "dialog", "aria-label": say("Filter") });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
      this.button.focus();
    });
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.#open();
  }

  close() {
    if (!this.isOpen) return;
    unfloat(this.box);
    this.button.setAttribute("aria-expanded", "false");
  }

  set(changes) {
    this.filter = { ...this.filter, ...changes };
    const size = sizeOf(this.filter);
    this.words.textContent = size ? say("Filter: {what}", { what: size === 1 ? this.#only() : size }) : say("Filter");
    this.button.toggleAttribute("data-on", size > 0);
    this.onChange(this.filter);
  }

  clear() {
    this.set(EVERYTHING);
  }

  #only() {
    const [name, value] = Object.entries(this.filter).find(([, one]) => one);
    return this.choices()[name].find((choice) => choice.value === value)?.words ?? value;
  }

  #open() {
    const choices = this.choices();
    const parts = PARTS.filter(([name]) => choices[name].length > 1 || this.filter[name]);
    const all = element("button", { class: "plain", type: "button", onclick: () => this.#showAll() }, say("Show everything"));
    const none = element("p", { class: "none" }, say("There is nothing to tell apart yet."));
    this.box.replaceChildren(
      ...(parts.length ? parts.map((part) => this.#part(part, choices)) : [none]),
      element("div", { class: "foot" }, all),
    );
    float(this.box, this.button.getBoundingClientRect());
    this.button.setAttribute("aria-expanded", "true");
    this.box.querySelector("select, button").focus();
  }

  #showAll() {
    this.clear();
    this.close();
    this.button.focus();
  }

  #part([name, title, every], choices) {
    const options = [{ value: "", words: say(every) }, ...choices[name]];
    const field = element(
      "select",
      { "aria-label": say(title), onchange: (event) => this.set({ [name]: event.target.value }) },
      ...options.map(({ value, words }) => element("option", { value, selected: value === this.filter[name] }, words)),
    );
    return element("label", {}, element("span", {}, say(title)), field);
  }
}
