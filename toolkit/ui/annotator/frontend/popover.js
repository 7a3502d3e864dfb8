/** The popover in which the coder chooses a code: a field to type in, and the codes that match. */

import { LOOSE } from "./branches.js";
import { definitionOf } from "./definition.js";
import { chip, element, float, floating, keycap, unfloat } from "./dom.js";
import { findCodes } from "./finder.js";
import { LONGEST_LABEL, codeNamed, tidyLabel } from "./proposals.js";
import { say, sayMany } from "./words.js";

const ENOUGH = 320;

/** What a row or button says that makes a code of this name. */
function newCode(label) {
  const [before, after] = say("New code {label}").split("{label}");
  return [before, element("strong", {}, `“${label}”`), after];
}

export class CodeChooser {
  /**
   * @param {object} listeners
   * @param {(code: object, isMore: boolean) => void} listeners.onPick `isMore`: and go on choosing
   * @param {() => void} listeners.onLeave left without a choice
   */
  constructor({ onPick, onLeave }) {
    Object.assign(this, { onPick, onLeave });
    this.input = element("input", {
      type: "text",
      role: "combobox",
      "aria-label": say("Code for the selection"),
      "aria-expanded": "true",
      "aria-controls": "intercoder-codes",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: say("Type to find a code"),
      oninput: () => this.#filter(),
      onkeydown: (event) => this.#pressed(event),
    });
    this.definition = element("input", {
      type: "text",
      class: "definition",
      maxlength: "500",
      "aria-label": say("What the new code means"),
      autocomplete: "off",
      placeholder: say("What it means, in a sentence (optional)"),
      onkeydown: (event) => this.#defined(event),
    });
    this.list = element("div", { class: "codes", role: "listbox", id: "intercoder-codes", "aria-label": say("Codes") });
    this.about = element("div", { class: "about", role: "region", tabindex: "0", "aria-label": say("What the code is for"), "aria-live": "polite" });
    this.box = floating("chooser", { role: "dialog", "aria-label": say("Choose a code") });
    this.foot = element("div", { class: "foot" });
    this.box.append(this.input, this.list, this.about, this.foot);
    // Pressing elsewhere in the popover must not take the caret out of the field.
    for (const part of [this.list, this.about, this.foot]) {
      part.addEventListener("mousedown", (event) => {
        if (event.target !== this.definition) event.preventDefault();
      });
    }
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  /**
   * @param {object} occasion
   * @param {() => DOMRect} occasion.anchor where the selection ends
   * @param {string} occasion.purpose what the code is for, in the field while it is empty
   * @param {object[]} occasion.codes those on offer, in the order of the codebook
   * @param {string[]} occasion.recent ids of codes, latest first
   * @param {Map<string, number>} occasion.digits keys by code
   * @param {Set<string>} occasion.chosen codes the passage has already
   * @param {boolean} occasion.takesSeveral whether the box can stay open for another code
   * @param {boolean} occasion.takesNew whether what is typed can be the name of a new code
   * @param {string} occasion.words the name a new code gets from the words it is for; empty if it cannot
   * @param {boolean} occasion.isNaming whether it is meant to be one
   * @param {boolean} [occasion.isTouched] leave the keyboard of a touch screen where it is
   */
  open(occasion, { colourOf, labelOf }) {
    Object.assign(this, occasion, { colourOf, labelOf });
    const { codes, recent } = occasion;
    const latest = recent.map((id) => codes.find((code) => code.id === id)).filter(Boolean);
    this.codes = [...latest, ...codes.filter((code) => !latest.includes(code))];
    this.latest = new Set(latest);
    this.input.value = this.definition.value = "";
    this.input.placeholder = occasion.purpose;
    this.#filter();
    this.place();
    if (!occasion.isTouched) this.input.focus({ preventScroll: true });
  }

  /** The passage has one more code. */
  choseOneMore(code) {
    this.chosen.add(code);
    const [active, top] = [this.activePlace, this.list.scrollTop];
    this.input.value = "";
    this.#filter();
    this.#activate(Math.min(active, this.options.length - 1));
    this.list.scrollTop = top;
  }

  place() {
    if (this.anchor) float(this.box, this.anchor(), innerWidth, ENOUGH);
  }

  close() {
    this.anchor = null;
    unfloat(this.box);
  }

  get #isFiltered() {
    return this.input.value.trim() !== "";
  }

  #filter() {
    // Enter is not to apply a code to whoever is about to name one.
    const found = this.isNaming && !this.#isFiltered ? [] : findCodes(this.codes, this.input.value);
    this.found = this.isNaming ? [...this.#newCode(), ...found] : [...found, ...this.#newCode()];
    this.options = this.found.map((hit, place) => this.#option(hit, place));
    this.list.replaceChildren(...this.#grouped());
    this.list.scrollTop = 0;
    this.#activate(0);
  }

  /** What is typed as a new code, unless there is one of that name. */
  #newCode() {
    const label = tidyLabel(this.input.value);
    if (!this.takesNew || !label || codeNamed(label, this.codes)) return [];
    return [{ code: { id: "", label, theme: "", definition: "", alt: [], isNew: true }, also: null }];
  }

  /** The options; unless filtered, under the heading of their theme. */
  #grouped() {
    if (!this.options.length) return [element("div", { class: "none" }, this.isNaming ? say("Type its name.") : say("No code has that name."))];
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
    return this.latest.has(code) ? say("Recent") : code.theme || say(LOOSE);
  }

  #option({ code, also }, place) {
    if (code.isNew) return this.#newOption(code, place);
    const showsTheme = this.#isFiltered || this.latest.has(code);
    const digit = this.#isFiltered ? undefined : this.digits.get(code.id);
    const isChosen = this.chosen.has(code.id);
    return element(
      "div",
      {
        class: "option",
        role: "option",
        id: `intercoder-option-${place}`,
        "data-code": code.id,
        onclick: (event) => this.#pick(code, event),
        onpointermove: () => this.#activate(place),
      },
      chip(this.colourOf(code.id)),
      element("span", { class: "name" }, code.label),
      element("span", { class: "aside" }, also ?? (showsTheme ? code.theme : "")),
      isChosen ? element("span", { class: "chosen", role: "img", "aria-label": say("has this code") }, "✓") : null,
      digit ? keycap(String(digit)) : null,
    );
  }

  #newOption(code, place) {
    return element(
      "div",
      {
        class: "option new",
        role: "option",
        id: `intercoder-option-${place}`,
        onclick: (event) => this.#pick(code, event),
        onpointermove: () => this.#activate(place),
      },
      element("span", { class: "plus", "aria-hidden": "true" }, "+"),
      element("span", { class: "name" }, ...newCode(code.label)),
      element("span", { class: "aside" }, ""),
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
    if (code?.isNew) {
      this.#describeNew(code);
      return;
    }
    const theme = code?.theme ? element("span", { class: "theme" }, code.theme) : null;
    const several = element("div", { class: "several" }, keycap("Shift ↵"), " ", say("one more code for the same words"));
    const words = this.words && !this.#isFiltered ? this.#inVivo() : null;
    const definition = code ? definitionOf(code, this.labelOf) : [element("p", {}, "")];
    this.about.replaceChildren(...[theme, ...definition].filter(Boolean));
    this.foot.replaceChildren(...[this.takesSeveral ? several : null, words].filter(Boolean));
  }

  #inVivo() {
    return element(
      "button",
      { class: "plain vivo", type: "button", tabindex: "-1", onclick: () => this.#pickWords() },
      keycap("Ctrl ↵"),
      " ",
      ...newCode(this.words),
    );
  }

  #pickWords() {
    this.onPick({ label: this.words, isNew: true, definition: "" }, false);
  }

  /** What is typed as a new code or, if nothing is, the words themselves. */
  #pickNew() {
    const typed = this.found.find(({ code }) => code.isNew);
    if (typed) this.#pick(typed.code, {});
    else if (this.words && !this.#isFiltered) this.#pickWords();
  }

  #describeNew({ label }) {
    const excess = [...label].length - LONGEST_LABEL;
    const told = excess > 0 ? sayMany("Too long by {n} character.", "Too long by {n} characters.", excess) : say("A proposal: yours to use now. It counts once the team takes it into the codebook.");
    this.about.replaceChildren(element("p", {}, told), this.definition);
    this.foot.replaceChildren(element("div", { class: "several" }, keycap("Tab"), " ", say("to say what it means")));
  }

  /** Keys in the field for the meaning of a new code. */
  #defined(event) {
    if (event.isComposing) return;
    const act = {
      Enter: () => this.#pick(this.found[this.activePlace].code, event),
      Escape: () => this.onLeave(),
      Tab: () => this.input.focus(),
      ArrowUp: () => this.input.focus(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #pick(code, { shiftKey }) {
    if (code.isNew) {
      if ([...code.label].length <= LONGEST_LABEL) this.onPick({ ...code, definition: this.definition.value }, false);
      return;
    }
    this.onPick(code, shiftKey && this.takesSeveral);
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

  #actionOf(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isDigit = /^[1-9]$/.test(key) && !ctrlKey && !metaKey && !altKey;
    if (isDigit && this.input.value === "") {
      const code = this.codes.find(({ id }) => this.digits.get(id) === Number(key));
      return code && (() => this.#pick(code, event));
    }
    return {
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      PageDown: () => this.#step(Math.min(6, this.options.length - 1 - this.activePlace)),
      PageUp: () => this.#step(-Math.min(6, this.activePlace)),
      Enter: () => (ctrlKey || metaKey) && this.takesNew ? this.#pickNew() : this.found[this.activePlace] && this.#pick(this.found[this.activePlace].code, event),
      Escape: () => this.onLeave(),
      Tab: () => (this.found[this.activePlace]?.code.isNew ? this.definition.focus() : this.onLeave()),
    }[key];
  }
}
