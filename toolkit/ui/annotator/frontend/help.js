/** The key map, made from the table the keys work by. */

import { element, keycap } from "./dom.js";
import { BINDINGS } from "./keymap.js";

const SHOWN = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Delete: "Del", Escape: "Esc" };
const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

export class Help {
  constructor() {
    const groups = [...new Set(BINDINGS.map(({ group }) => group))];
    const close = element("button", { class: "close", type: "button", "aria-label": "Close" }, "×");
    this.box = element(
      "dialog",
      { class: "help", "aria-label": "Keys" },
      element("div", { class: "head" }, element("strong", {}, "Keys"), close),
      element("div", { class: "groups" }, ...groups.map(section)),
    );
    close.addEventListener("click", () => this.box.close());
    this.box.addEventListener("click", (event) => {
      if (event.target === this.box) this.box.close();
    });
  }

  open() {
    if (!this.box.open) this.box.showModal();
  }
}

function section(group) {
  const bindings = BINDINGS.filter((binding) => binding.group === group);
  const lines = [...new Set(bindings.map(({ help }) => help))].flatMap((help) => {
    const keys = bindings.filter((binding) => binding.help === help).flatMap((binding) => binding.keys);
    return [element("dt", {}, ...keys.map((chord) => keycap(shown(chord)))), element("dd", {}, help)];
  });
  return element("section", {}, element("h4", {}, group), element("dl", {}, ...lines));
}

function shown(chord) {
  const parts = chord.split("+").map((part) => SHOWN[part] ?? (part === "Ctrl" && isMac ? "⌘" : part));
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}
