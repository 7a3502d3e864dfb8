/** The popover in which the coder chooses a code: a field to type in, and the codes that match. */

import { chip, element, float, floating, keycap, unfloat } from "./dom.js";
import { findCodes } from "./finder.js";

const DIGITS = 9;

export class CodeChooser {
  /**
   * @param {object} listeners
   * @param {(code: object) => void} listeners.onPick
   * @param {() => void} listeners.onLeave left without a choice
   */
  constructor({ onPick, onLeave }) {
    Object.assign(this, { onPick, onLeave });
    this.input = element("input", {
      type: "text",
      role: "combobox",
      "aria-label": "Code for the selection",
      "aria-expanded": "true",
      "aria-controls": "intercoder-codes",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Type to find a code",
      oninput: () => this.#filter(),
      onkeydown: (event) => this.#pressed(event),
    });
    this.list = element("div", { class: "codes", role: "listbox", id: "intercoder-codes", "aria-label": "Codes" });
    this.about = element("div", { class: "about", "aria-live": "polite" });
    this.box = floating("chooser", { role: "dialog", "aria-label": "Choose a code" });
    this.box.append(this.input, this.list, this.about);
    // Pressing elsewhere in the popover must not take the caret out of the field.
    for (const part of [this.list, this.about]) {
      part.addEventListener("mousedown", (event) => event.preventDefault());
    }
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  /**
   * @param {() => DOMRect} anchor where the selection ends
   * @param {object[]} codes those on offer, in the order of the codebook
   * @param {string[]} recent ids of codes, latest first
   * @param {(code: string) => string} colourOf
   */
  open(anchor, codes, recent, colourOf) {
    const latest = recent.map((id) => codes.find((code) => code.id === id)).filter(Boolean);
    this.codes = [...latest, ...codes.filter((code) => !latest.includes(code))];
    this.recent = new Set(latest);
    Object.assign(this, { anchor, colourOf });
    this.input.value = "";
    this.#filter();
    this.place();
    this.input.focus({ preventScroll: true });
  }

  place() {
    if (this.anchor) float(this.box, this.anchor());
  }

  close() {
    this.anchor = null;
    unfloat(this.box);
  }

  get #isFiltered() {
    return this.input.value.trim() !== "";
  }

  #filter() {
    this.found = findCodes(this.codes, this.input.value);
    this.options = this.found.map((hit, place) => this.#option(hit, place));
    this.list.replaceChildren(...this.#grouped());
    this.list.scrollTop = 0;
    this.#activate(0);
  }

  /** The options; unless filtered, under the heading of their theme. */
  #grouped() {
    if (!this.options.length) return [element("div", { class: "none" }, "No code has that name.")];
    if (this.#isFiltered) return this.options;
    let above = null;
    return this.options.flatMap((option, place) => {
      const heading = this.#headingOf(this.found[place].code);
      if (heading === above) return [option];
      above = heading;
      return [element("div", { class: "heading", role: "presentation" }, heading), option];
    });
  }

  #headingOf(code) {
    return this.recent.has(code) ? "Recent" : code.theme || "Other codes";
  }

  #option({ code, also }, place) {
    const showsTheme = this.#isFiltered || this.recent.has(code);
    const digit = !this.#isFiltered && place < DIGITS ? keycap(String(place + 1)) : null;
    return element(
      "div",
      {
        class: "option",
        role: "option",
        id: `intercoder-option-${place}`,
        "data-code": code.id,
        onclick: () => this.onPick(code),
        onpointermove: () => this.#activate(place),
      },
      chip(this.colourOf(code.id)),
      element("span", { class: "name" }, code.label),
      element("span", { class: "aside" }, also ?? (showsTheme ? code.theme : "")),
      digit,
    );
  }

  #activate(place) {
    if (this.active === this.options[place] && place >= 0) return;
    this.active?.removeAttribute("aria-selected");
    this.active = this.options[place] ?? null;
    this.activePlace = place;
    this.input.setAttribute("aria-activedescendant", this.active?.id ?? "");
    this.active?.setAttribute("aria-selected", "true");
    this.#describe(this.found[place]?.code);
  }

  #describe(code) {
    const definition = code?.definition || (code ? "No definition yet." : "");
    const theme = code?.theme ? element("span", { class: "theme" }, code.theme) : null;
    this.about.replaceChildren(...[theme, element("p", {}, definition)].filter(Boolean));
  }

  #step(by) {
    const count = this.options.length;
    if (!count) return;
    this.#activate((this.activePlace + by + count) % count);
    this.active.scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    if (event.isComposing) return;
    const act = this.#actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #actionOf({ key, ctrlKey, metaKey, altKey }) {
    const pick = (hit) => hit && (() => this.onPick(hit.code));
    const isDigit = /^[1-9]$/.test(key) && !ctrlKey && !metaKey && !altKey;
    if (isDigit && this.input.value === "") return pick(this.found[Number(key) - 1]);
    return {
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      PageDown: () => this.#step(Math.min(6, this.options.length - 1 - this.activePlace)),
      PageUp: () => this.#step(-Math.min(6, this.activePlace)),
      Enter: pick(this.found[this.activePlace]) ?? (() => {}),
      Escape: () => this.onLeave(),
      Tab: () => this.onLeave(),
    }[key];
  }
}
