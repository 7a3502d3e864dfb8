/** The card of the selected coding, and the list behind a `+n`. Both float beside the margin. */

import { definitionOf } from "./definition.js";
import { chip, element, float, floating, icon, keycap, unfloat } from "./dom.js";
import { countCharacters, countWords } from "./turns.js";
import { later, say, sayMany } from "./words.js";

const NARROWEST = 190;
const EDGE = 8;

export class CodingCard {
  /**
   * @param {object} listeners
   * @param {() => void} listeners.onRemove
   * @param {() => void} listeners.onRecode
   * @param {() => void} listeners.onDoubt
   * @param {(memo?: object) => void} listeners.onMemo
   * @param {() => void} listeners.onClose
   * @param {(command: string) => string} keyOf
   */
  constructor(listeners, keyOf) {
    Object.assign(this, listeners, { keyOf });
    this.box = floating("card", { role: "group", "aria-label": say("Selected coding") });
  }

  /**
   * @param {() => {line: DOMRect, room: number, right: number} | null} anchor null while the coding is out of view
   * @param {object} facts
   * @param {{place: number, count: number}} facts.overlap which of how many codings at this point it is
   */
  show(anchor, { coding, code, colour, quote, overlap, memos, labelOf, isMine }) {
    this.anchor = anchor;
    this.box.replaceChildren(
      element(
        "div",
        { class: "head" },
        chip(colour),
        element("strong", {}, code.label),
        element("button", { class: "close", type: "button", "aria-label": say("Close"), onclick: this.onClose }, "×"),
      ),
      element("div", { class: "theme" }, code.theme),
      element("div", { class: "meaning" }, ...definitionOf(code, labelOf)),
      ...memos.map((memo) => this.#memo(memo)),
      element("div", { class: "facts" }, factsOf(coding, quote)),
      isMine ? this.#deeds(coding) : element("p", { class: "quiet" }, coding.mine ? "" : say("Only {coder} can change it.", coding)),
      overlap.count > 1 ? overlapHint(overlap) : "",
    );
    this.place();
  }

  place() {
    const at = this.anchor?.();
    if (!at) {
      unfloat(this.box);
      return;
    }
    // Beside the text and not over it, where the margin is wide enough for that.
    this.box.style.maxWidth = at.room >= NARROWEST ? `${at.room}px` : "none";
    float(this.box, at.line, at.room >= NARROWEST ? at.line.left + at.room + EDGE : at.right);
  }

  hide() {
    this.anchor = null;
    unfloat(this.box);
  }

  #deeds({ certainty }) {
    const doubt = certainty === "unsure" ? say("Sure") : say("Unsure");
    return element(
      "div",
      { class: "deeds" },
      this.#deed(say("Recode"), "recode", this.onRecode),
      this.#deed(say("Memo"), "memo", () => this.onMemo()),
      this.#deed(doubt, "doubt", this.onDoubt),
      this.#deed(say("Remove"), "remove", this.onRemove),
    );
  }

  #deed(words, command, act) {
    return element("button", { class: "plain", type: "button", onclick: act }, words, " ", keycap(this.keyOf(command)));
  }

  #memo(memo) {
    const who = memo.mine ? "" : `${memo.author}: `;
    const words = element("p", {}, who, memo.text);
    const change = () => this.onMemo(memo);
    const button = element("button", { class: "plain", type: "button", onclick: change, "aria-label": say("Change the memo") }, icon("pencil"));
    return element("div", { class: "memo" }, icon("memo"), words, memo.mine ? button : null);
  }
}

const CERTAINTIES = { sure: later("sure"), unsure: later("unsure") };

function factsOf({ coder, mine, certainty }, quote) {
  const words = sayMany("{n} word", "{n} words", countWords(quote));
  const characters = sayMany("{n} character", "{n} characters", countCharacters(quote));
  const length = say("{words}, {characters}", { words, characters });
  const who = mine ? say("{coder} (you)", { coder }) : coder;
  return [who, certainty && say(CERTAINTIES[certainty]), length].filter(Boolean).join(" · ");
}

function overlapHint({ place, count }) {
  return element("p", { class: "quiet" }, say("{place} of {count} here", { place, count }), " ", keycap("O"));
}

export class MoreList {
  /** @param {{onPick: (id: string) => void}} listeners */
  constructor({ onPick }) {
    this.onPick = onPick;
    this.box = floating("more-list", { role: "group", "aria-label": say("More codings") });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** @param {{id: string, label: string, colour: string, spoken: string}[]} items */
  open(button, items) {
    this.button = button;
    this.box.replaceChildren(...items.map((item) => this.#itemButton(item)));
    float(this.box, button.getBoundingClientRect());
    this.box.firstElementChild.focus();
  }

  close() {
    if (!this.box.matches(":popover-open")) return;
    unfloat(this.box);
    this.button.focus({ preventScroll: true });
  }

  #itemButton({ id, label, colour, spoken }) {
    const pick = () => {
      unfloat(this.box);
      this.onPick(id);
    };
    return element("button", { type: "button", "aria-label": spoken, onclick: pick }, chip(colour), label);
  }
}
