/** The codes on the left: to read, to find, to apply to what is selected, or to hold ready. */

import { branchesOf, matching } from "./branches.js";
import { definitionOf } from "./definition.js";
import { chip, element, floatBeside, floating, icon, keycap, unfloat, write } from "./dom.js";
import { say } from "./words.js";

const LINGER = 450;
const LEAVE = 220;
const [NARROWEST, WIDEST] = [170, 420];

export class Tree {
  /**
   * @param {import("./settings.js").Settings} settings
   * @param {object} listeners
   * @param {(code: object) => void} listeners.onUse
   * @param {(code: string) => void} listeners.onOnly show only the codings of this code
   * @param {() => void} listeners.onSearch about to look for a code
   * @param {() => void} listeners.onLeave back to the text
   * @param {() => void} listeners.onResize
   * @param {(id: string) => {memos: object[], key: string | null}} listeners.notesOn memos on a code, and the key to
   *   write one, null for who only reads
   * @param {(code: object, memo?: object) => void} listeners.onMemo write or change a memo on a code
   */
  constructor(settings, listeners) {
    Object.assign(this, { settings, ...listeners });
    this.buttons = new Map();
    this.counts = new Map();
    this.#build();
    this.#restore();
  }

  /** @param {object[]} codes those on offer, in the order of the codebook */
  offer(codes, all, colourOf) {
    Object.assign(this, { codes, all, colourOf });
    this.#draw();
  }

  /** Numbers beside the codes and keys that apply them; both change with every coding, the codes do not. */
  show(counts, digits) {
    Object.assign(this, { counts, digits });
    for (const [id, { count, key }] of this.buttons) {
      const number = counts.get(id) ?? 0;
      if (write(count, number || "")) count.title = say("Show only these {number}", { number });
      write(key, digits.get(id) ?? "");
      key.hidden = !digits.has(id);
    }
    for (const { sum, members } of this.sums.values()) {
      write(sum, members.reduce((total, id) => total + (counts.get(id) ?? 0), 0) || "");
    }
  }

  markArmed(id) {
    for (const [code, { button }] of this.buttons) {
      button.toggleAttribute("data-armed", code === id);
      button.setAttribute("aria-pressed", String(code === id));
    }
  }

  /** The code the keyboard is at, or whose card is open; null if there is none. */
  get focused() {
    const at = this.list.getRootNode().activeElement?.closest?.(".code");
    const code = at && this.list.contains(at) && this.all.get(at.dataset.code);
    return code || (this.hint.isOpen ? this.hint.code : null);
  }

  /** Where a code stands, in view; the whole tree if it is out of sight. */
  placeOf(id) {
    const button = this.buttons.get(id)?.button;
    const isSeen = button?.isConnected && button.offsetParent;
    return { button: isSeen ? button : null, box: (isSeen ? button : this.box).getBoundingClientRect(), tree: this.box };
  }

  markNoted(noted) {
    for (const [id, { button }] of this.buttons) button.toggleAttribute("data-noted", noted.has(id));
    this.noted = noted;
  }

  focusSearch() {
    if (!this.isShown) this.toggle();
    this.onSearch();
    this.search.focus({ preventScroll: true });
    this.search.select();
  }

  get isShown() {
    return this.settings.get("tree");
  }

  toggle() {
    this.settings.set("tree", !this.isShown);
    this.#restore();
    this.hint.leave();
    this.onResize();
  }

  #build() {
    this.search = element("input", {
      type: "search",
      placeholder: say("Find a code"),
      "aria-label": say("Find a code"),
      autocomplete: "off",
      spellcheck: "false",
      onpointerdown: () => this.onSearch(),
      oninput: () => this.#draw(),
      onkeydown: (event) => this.#searched(event),
    });
    this.counting = element(
      "button",
      { class: "tool counting", type: "button", title: say("Show or hide how often each code is used"), onclick: () => this.#count() },
      "123",
    );
    this.list = element("div", { class: "branches", onkeydown: (event) => this.#pressed(event) });
    this.box = element(
      "aside",
      { class: "tree", "aria-label": say("Codes") },
      element("div", { class: "tree-head" }, this.search, this.counting),
      this.list,
    );
    this.grip = element("div", {
      class: "grip",
      role: "separator",
      tabindex: "0",
      "aria-orientation": "vertical",
      "aria-label": say("Width of the codes"),
      "aria-valuemin": String(NARROWEST),
      "aria-valuemax": String(WIDEST),
      onpointerdown: (event) => this.#grip(event),
      onkeydown: (event) => this.#nudge(event),
    });
    this.hint = new CodeHint((id) => this.#goTo(id), this);
    this.box.addEventListener("mousedown", (event) => {
      // A click on a code must leave selected what it is for.
      if (event.target !== this.search) event.preventDefault();
    });
    this.box.addEventListener("pointerover", (event) => this.#pointed(event));
    this.box.addEventListener("pointerleave", () => this.#left());
    this.list.addEventListener("focusin", (event) => this.#pointed(event));
    this.list.addEventListener("focusout", () => this.hint.leaveSoon());
    this.list.addEventListener("scroll", () => this.hint.leave(), { passive: true });
  }

  #restore() {
    this.box.hidden = this.grip.hidden = !this.isShown;
    const width = this.settings.get("treeWidth");
    this.box.style.inlineSize = width ? `${width}px` : "";
    this.grip.setAttribute("aria-valuenow", String(width || NARROWEST));
    this.box.toggleAttribute("data-uncounted", !this.settings.get("counts"));
    this.counting.setAttribute("aria-pressed", String(this.settings.get("counts")));
  }

  #draw() {
    const query = this.search.value;
    const found = query.trim() ? new Set(matching(this.codes, query)) : null;
    const codes = found ? this.codes.filter(({ id }) => found.has(id)) : this.codes;
    this.best = found ? this.codes.find(({ id }) => id === matching(this.codes, query)[0]) : null;
    this.buttons.clear();
    this.sums = new Map();
    const branches = branchesOf(codes).map((branch) => this.#branch(branch, Boolean(found)));
    const none = element("p", { class: "none" }, this.codes.length ? say("No code has that name.") : say("The codebook has no codes yet."));
    this.list.replaceChildren(...(branches.length ? branches : [none]));
    this.#rove(this.buttons.values().next().value?.button);
    this.show(this.counts, this.digits ?? new Map());
    this.markArmed(this.armed);
    this.markNoted(this.noted ?? new Map());
  }

  #branch({ theme, codes }, isFound) {
    const isOpen = isFound || !this.settings.get("folded").includes(theme);
    const sum = element("span", { class: "count" });
    this.sums.set(theme, { sum, members: codes.map(({ id }) => id) });
    const head = element(
      "button",
      { class: "theme", type: "button", tabindex: "-1", "aria-expanded": String(isOpen), onclick: () => this.#fold(theme) },
      icon("right"),
      element("span", { class: "name" }, theme),
      sum,
    );
    const members = element("ul", { "aria-label": theme, hidden: !isOpen }, ...codes.map((code) => this.#code(code)));
    return element("section", {}, head, members);
  }

  #code(code) {
    const count = element("button", { class: "count", type: "button", tabindex: "-1", onclick: () => this.onOnly(code.id) });
    const key = keycap("");
    const button = element(
      "button",
      {
        class: "code",
        type: "button",
        tabindex: "-1",
        "data-code": code.id,
        "aria-pressed": "false",
        "data-best": code === this.best,
        "data-proposed": Boolean(code.proposed),
        title: code.proposed ? say("Waits for the codebook") : null,
        onclick: () => this.#use(code),
      },
      chip(this.colourOf(code.id)),
      element("span", { class: "name" }, code.label),
      element("span", { class: "noted", role: "img", "aria-label": say("with a memo") }, icon("memo")),
      key,
    );
    this.buttons.set(code.id, { button, count, key });
    return element("li", {}, button, count);
  }

  #fold(theme) {
    const folded = this.settings.get("folded");
    this.settings.set("folded", folded.includes(theme) ? folded.filter((one) => one !== theme) : [...folded, theme]);
    this.#draw();
  }

  #count() {
    this.settings.set("counts", !this.settings.get("counts"));
    this.#restore();
  }

  #searched(event) {
    const { key } = event;
    if (key === "Enter" && this.best) this.#take(event, () => this.onUse(this.best));
    if (key === "ArrowDown") this.#take(event, () => this.#visible()[0]?.focus());
    if (key === "Escape") this.#take(event, () => this.#clear());
  }

  #clear() {
    const isBlank = this.search.value === "";
    this.search.value = "";
    this.#draw();
    if (isBlank) this.onLeave();
  }

  /** One stop for the Tab key; arrows go from code to code. */
  #pressed(event) {
    const visible = this.#visible();
    const place = visible.indexOf(event.target);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: visible.length - 1 }[event.key];
    if (event.key === "Escape") this.#take(event, () => this.onLeave());
    if (event.key === "ArrowUp" && place === 0) this.#take(event, () => this.search.focus());
    else if (to !== undefined && visible[to]) this.#take(event, () => visible[to].focus());
  }

  #take(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #visible() {
    return [...this.list.querySelectorAll(".theme, section > ul:not([hidden]) .code")];
  }

  #rove(button) {
    if (button) button.tabIndex = 0;
  }

  /** The hand goes on to the text: what the code means must not stand in its way. */
  #use(code) {
    this.hint.leave();
    this.used = code.id;
    this.onUse(code);
  }

  #left() {
    this.used = null;
    this.hint.leaveSoon();
  }

  #pointed(event) {
    const button = event.target.closest?.(".code");
    const code = button && this.all.get(button.dataset.code);
    if (code && code.id === this.used) return;
    this.used = null;
    if (code) this.hint.showSoon(button, this.box, code, (id) => this.#look(id));
    else this.hint.leaveSoon();
  }

  #look(id) {
    return { label: this.all.get(id)?.label ?? id, colour: this.colourOf(id) };
  }

  /** Show another code where it stands, and what it means. */
  #goTo(id) {
    const theme = this.all.get(id)?.theme || "";
    this.search.value = "";
    if (this.settings.get("folded").includes(theme)) this.#fold(theme);
    else this.#draw();
    const button = this.buttons.get(id)?.button;
    if (!button) return;
    button.scrollIntoView({ block: "center" });
    this.hint.show(button, this.box, this.all.get(id), (code) => this.#look(code));
  }

  #grip(event) {
    event.preventDefault();
    this.grip.setPointerCapture(event.pointerId);
    const from = this.box.getBoundingClientRect();
    const isMirrored = getComputedStyle(this.box).direction === "rtl";
    const move = ({ clientX }) => this.#widen(isMirrored ? from.right - clientX : clientX - from.left);
    this.grip.addEventListener("pointermove", move);
    this.grip.addEventListener("pointerup", () => this.grip.removeEventListener("pointermove", move), { once: true });
  }

  #nudge(event) {
    const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (by) this.#take(event, () => this.#widen(this.box.offsetWidth + by));
  }

  #widen(width) {
    this.settings.set("treeWidth", Math.round(Math.min(Math.max(width, NARROWEST), WIDEST)));
    this.#restore();
    this.onResize();
  }
}

/** What the code under the pointer means, beside the tree. It stays while the pointer is in it. */
class CodeHint {
  constructor(onCode, { notesOn, onMemo }) {
    Object.assign(this, { onCode, notesOn, onMemo });
    this.box = floating("hint-card", { role: "note" });
    this.box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.leaveSoon());
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  showSoon(...about) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(...about), this.isOpen ? 120 : LINGER);
  }

  show(button, tree, code, lookOf) {
    clearTimeout(this.timer);
    if (!button.isConnected) return;
    this.code = code;
    const labelOf = (id) => lookOf(id).label;
    this.box.replaceChildren(
      element("div", { class: "head" }, chip(lookOf(code.id).colour), element("strong", {}, code.label)),
      element("div", { class: "theme" }, code.theme),
      ...definitionOf(code, labelOf, this.onCode),
      ...this.#notes(code),
    );
    const level = button.getBoundingClientRect();
    floatBeside(this.box, { top: level.top, right: tree.getBoundingClientRect().right });
  }

  #notes(code) {
    const { memos, key } = this.notesOn(code.id);
    const write = (memo) => () => {
      this.leave();
      this.onMemo(code, memo);
    };
    const told = memos.map((memo) => element(
      "div",
      { class: "memo" },
      icon("memo"),
      element("p", {}, memo.mine ? "" : `${memo.author}: `, memo.text),
      memo.mine && key !== null
        ? element("button", { class: "plain", type: "button", "aria-label": say("Change the memo"), onclick: write(memo) }, icon("pencil"))
        : null,
    ));
    if (key === null) return told;
    const button = element("button", { class: "plain", type: "button", onclick: write() }, say("Memo"), " ", keycap(key));
    return [...told, element("div", { class: "deeds" }, button)];
  }

  leaveSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.leave(), LEAVE);
  }

  leave() {
    clearTimeout(this.timer);
    unfloat(this.box);
  }
}
