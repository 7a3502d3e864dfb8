/** Memos: the box to write one in, and the list of those on this transcript. */

import { element, float, floating, icon, keycap, unfloat } from "./dom.js";
import { say } from "./words.js";

const LONGEST = 20_000; // as the protocol has it

export class MemoBox {
  /** @param {() => void} onClose back to the text */
  constructor(onClose) {
    this.onClose = onClose;
    this.title = element("strong", {});
    this.field = element("textarea", {
      rows: "5",
      maxlength: String(LONGEST),
      "aria-label": say("Memo"),
      placeholder: say("What strikes you here?"),
      onkeydown: (event) => this.#pressed(event),
    });
    this.box = floating("memo-box", { role: "dialog", "aria-label": say("Memo") });
    this.removing = element("button", { class: "plain", type: "button", onclick: () => this.#finish("") }, say("Remove"));
    this.box.append(
      element("div", { class: "head" }, icon("memo"), this.title),
      this.field,
      element(
        "div",
        { class: "foot" },
        this.removing,
        element("button", { class: "plain", type: "button", onclick: () => this.close() }, say("Cancel"), " ", keycap("Esc")),
        element("button", { class: "main", type: "button", onclick: () => this.#save() }, say("Save"), " ", keycap("Ctrl ↵")),
      ),
    );
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  /**
   * @param {() => {line: DOMRect, right: number} | null} anchor
   * @param {string} title what it is about
   * @param {string} text as it is now; empty for a new memo
   * @param {(text: string) => void} onDone receives another text; empty to remove it
   */
  open(anchor, title, text, onDone) {
    Object.assign(this, { anchor, onDone, text });
    this.title.textContent = title;
    this.field.value = text;
    this.removing.hidden = !text;
    this.place();
    this.field.focus({ preventScroll: true });
  }

  place() {
    const at = this.anchor?.();
    if (at) float(this.box, at.line, at.right);
  }

  /** Close it; what was written and not saved is kept as a memo rather than lost. */
  leave() {
    if (this.isOpen) this.#save();
  }

  close() {
    if (!this.isOpen) return;
    unfloat(this.box);
    this.onClose();
  }

  #pressed(event) {
    if (event.isComposing) return;
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSave && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (isSave) this.#save();
    else this.close();
  }

  /** An emptied field is no wish to remove a memo: there is a button for that. */
  #save() {
    const words = this.field.value.trim() ? this.field.value : this.text;
    this.#finish(words);
  }

  #finish(words) {
    const isChange = words !== this.text;
    this.close();
    if (isChange) this.onDone(words);
  }
}

export class MemoList {
  /** @param {{onPick: (memo: object) => void, onWrite: () => void}} listeners */
  constructor({ onPick, onWrite }) {
    Object.assign(this, { onPick, onWrite });
    this.box = floating("memo-list", { role: "dialog", "aria-label": say("Memos") });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  /** @param {{memo: object, subject: string}[]} memos in the order of the text */
  open(button, memos, isReadOnly) {
    this.button = button;
    const none = element("p", { class: "none" }, say("No memo yet. Select a coding and press M, or write one on the whole transcript."));
    const write = element("button", { class: "plain", type: "button", onclick: () => this.#then(this.onWrite) }, say("Memo on the transcript"));
    this.box.replaceChildren(
      ...(memos.length ? memos.map((one) => this.#line(one)) : [none]),
      ...(isReadOnly ? [] : [element("div", { class: "foot" }, write)]),
    );
    float(this.box, button.getBoundingClientRect());
    this.box.querySelector("button")?.focus();
  }

  close() {
    if (!this.box.matches(":popover-open")) return;
    unfloat(this.box);
    this.button.focus({ preventScroll: true });
  }

  #then(act) {
    unfloat(this.box);
    act();
  }

  #line({ memo, subject }) {
    return element(
      "button",
      { class: "memo-line", type: "button", onclick: () => this.#then(() => this.onPick(memo)) },
      element("span", { class: "subject" }, memo.mine ? subject : `${subject} · ${memo.author}`),
      element("span", { class: "words" }, memo.text),
    );
  }
}
