/** The colours of the codes in the pane, as the page's theme needs them. */

import { luminance, paletteFor } from "./palette.js";

const MIDDLE_GREY = 0.18;

export class Colours {
  /** @param {HTMLElement} pane */
  constructor(pane) {
    this.pane = pane;
    this.palette = paletteFor([]);
  }

  offer(codes) {
    this.palette = paletteFor(codes);
    this.#set();
  }

  get count() {
    return this.palette.colours.length;
  }

  slotOf(code) {
    return this.palette.slotOf.get(code) ?? 0;
  }

  of(code) {
    return `var(--code-${this.slotOf(code)})`;
  }

  followTheme() {
    const parts = getComputedStyle(this.pane).backgroundColor.match(/^rgba?\((\d+), (\d+), (\d+)/) ?? [];
    const isDark = parts.length > 0 && luminance(parts.slice(1).map((part) => part / 255)) < MIDDLE_GREY;
    const theme = isDark ? "dark" : "light";
    // Setting properties the whole pane inherits restyles all of it: only if they change.
    if (theme === this.pane.getAttribute("data-theme")) return;
    this.pane.setAttribute("data-theme", theme);
    this.#set();
  }

  /** The colours of a dark page are too pale for paper. */
  forPaper(isPaper) {
    this.isPaper = isPaper;
    this.#set();
  }

  #set() {
    const theme = this.isPaper ? "light" : (this.pane.getAttribute("data-theme") ?? "light");
    this.palette.colours.forEach((colour, slot) => {
      this.pane.style.setProperty(`--code-${slot}`, colour[theme]);
    });
  }
}
