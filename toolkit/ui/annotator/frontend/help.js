/** The key map, made from the table the keys work by, and where a coder changes it. */

import { element, keycap } from "./dom.js";
import { BINDINGS, chordOf, isKey } from "./keymap.js";
import { later, say } from "./words.js";

const SHOWN = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Delete: later("Del"), Backspace: "⌫", Escape: later("Esc"), " ": later("Space"),
};
const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

export class Help {
  /**
   * @param {import("./keymap.js").Keymap} keymap
   * @param {() => void} onChange the coder changed a key
   */
  constructor(keymap, onChange) {
    Object.assign(this, { keymap, onChange });
    this.groups = element("div", { class: "groups" });
    this.told = element("p", { class: "told", role: "status" });
    const close = element("button", { class: "close", type: "button", "aria-label": say("Close") }, "×");
    this.box = element(
      "dialog",
      { class: "help", "aria-label": say("Keys") },
      element("div", { class: "head" }, element("strong", {}, say("Keys")), close),
      this.groups,
      element(
        "div",
        { class: "foot" },
        this.told,
        element("button", { class: "plain", type: "button", onclick: () => this.#reset() }, say("Back to the usual keys")),
      ),
    );
    close.addEventListener("click", () => this.box.close());
    this.box.addEventListener("click", (event) => {
      if (event.target === this.box) this.box.close();
    });
    this.box.addEventListener("close", () => this.#rest());
    this.box.addEventListener("keydown", (event) => this.#pressed(event));
  }

  open() {
    if (this.box.open) return;
    this.#show(say("Click a key to change it. This browser remembers it."));
    this.box.showModal();
  }

  #show(told) {
    this.waiting = null;
    this.told.textContent = told;
    this.groups.replaceChildren(...[...new Set(BINDINGS.map(({ group }) => group))].map((group) => this.#section(group)));
  }

  #section(group) {
    const bindings = BINDINGS.filter((binding) => binding.group === group);
    const lines = [...new Set(bindings.map(({ help }) => help))].flatMap((help) => {
      const keys = bindings.filter((binding) => binding.help === help).flatMap((binding) => this.#keys(binding));
      return [element("dt", {}, ...keys), element("dd", {}, say(help))];
    });
    return element("section", {}, element("h4", {}, say(group)), element("dl", {}, ...lines));
  }

  #keys({ command, help }) {
    const keys = this.keymap.keysOf(command);
    if (this.keymap.isFixed(command)) return keys.map((chord) => keycap(shown(chord)));
    const wait = (event) => this.#wait(command, event.currentTarget);
    const button = (chord) => element(
      "button",
      { class: "key", type: "button", "aria-label": say("{key}: {help}. Change", { key: shown(chord), help: say(help) }), onclick: wait },
      keycap(shown(chord)),
    );
    return keys.length ? keys.map(button) : [button(later("none"))];
  }

  #wait(command, button) {
    this.#rest();
    this.waiting = { command, button };
    button.toggleAttribute("data-waiting", true);
    this.told.textContent = say("Press the new key, or Escape to leave it.");
  }

  #rest() {
    this.waiting?.button.removeAttribute("data-waiting");
    this.waiting = null;
  }

  #pressed(event) {
    if (!this.waiting || !isKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const { command } = this.waiting;
    if (event.key === "Escape") this.#show(say("Left as it was."));
    else this.#assign(command, chordOf(event));
  }

  #assign(command, chord) {
    const loser = this.keymap.assign(command, chord);
    const lost = BINDINGS.find((binding) => binding.command === loser);
    const other = { key: shown(chord), help: lost && say(lost.help) };
    if (loser && this.keymap.isFixed(loser)) this.#show(say("{key} always means: {help}.", other));
    else this.#show(loser ? say("Changed. {key} no longer means: {help}.", other) : say("Changed."));
    this.onChange();
  }

  #reset() {
    this.keymap.reset();
    this.#show(say("These are the usual keys."));
    this.onChange();
  }
}

/** A chord as it is printed on keys. */
export function shown(chord) {
  const parts = chord.split(/\+(?=.)/).map((part) => (part === "Ctrl" && isMac ? "⌘" : say(SHOWN[part] ?? part)));
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}
