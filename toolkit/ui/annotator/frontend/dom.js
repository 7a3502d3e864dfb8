/** Small tools for elements. Text goes in as text nodes only: nothing here ever parses HTML. */

/**
 * Make an element. Properties that are functions become listeners (`onclick`), all others attributes;
 * null and false leave an attribute out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Have an element say something; tells whether it said anything else. The same words would be laid out anew. */
export function write(place, words) {
  const told = String(words);
  if (place.textContent === told) return false;
  place.textContent = told;
  return true;
}

/** A square in the colour of a code. */
export function chip(colour) {
  return element("span", { class: "chip", style: `--colour: ${colour}`, "aria-hidden": "true" });
}

const ICONS = {
  codes: "M2.5 3.5h11M2.5 8h7M2.5 12.5h9",
  find: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0 -9M10.4 10.4L14 14",
  filter: "M2 3.5h12M4.5 8h7M7 12.5h2",
  light: "M8 1.5v1.6M2.6 4l1.2 1M13.4 4l-1.2 1M5.8 11.2a3.6 3.6 0 1 1 4.4 0v1.3h-4.4zM6.4 14.5h3.2",
  memo: "M3 2.5h10v7.5l-3.5 3.5H3zM13 10H9.5v3.5",
  pencil: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
  down: "M3.5 6L8 10.5L12.5 6",
  up: "M3.5 10L8 5.5L12.5 10",
  right: "M6 3.5L10.5 8L6 12.5",
  undo: "M5.5 3L2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6",
  redo: "M10.5 3l3 3l-3 3M13.5 6h-7a4 4 0 0 0 0 8H10",
};

/** A small drawing beside or instead of a word; the word is what assistive technology reads. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** A key as the help and the hints show it. */
export function keycap(key) {
  return element("kbd", {}, key);
}

/** An element of the top layer, which nothing clips; shown with `float`. */
export function floating(className, properties = {}) {
  return element("div", { class: `floating ${className}`, popover: "manual", ...properties });
}

const EDGE = 8;
const GAP = 6;

/**
 * Show a floating element below its anchor, or above where only there is room. The side is kept while it
 * is open, so that it does not jump when its height changes.
 *
 * @param {HTMLElement} box made by `floating`
 * @param {DOMRect} anchor
 * @param {number} [right] what it should not reach over
 * @param {number} [enough] height below the anchor, where one expects it, that is better than the full one above
 */
export function float(box, anchor, right = innerWidth, enough = Infinity) {
  if (!box.matches(":popover-open")) {
    box.showPopover();
    box.dataset.side = sideFor(box, anchor, enough);
  }
  const isBelow = box.dataset.side === "below";
  const space = isBelow ? innerHeight - anchor.bottom : anchor.top;
  box.style.maxHeight = `${Math.max(space - GAP - EDGE, 120)}px`;
  box.style.top = isBelow ? `${anchor.bottom + GAP}px` : "auto";
  box.style.bottom = isBelow ? "auto" : `${innerHeight - anchor.top + GAP}px`;
  box.style.left = `${Math.max(EDGE, Math.min(anchor.left, right - EDGE - box.offsetWidth))}px`;
}

/** Show a floating element to the right of its anchor, level with it as far as there is room. */
export function floatBeside(box, anchor) {
  if (!box.matches(":popover-open")) box.showPopover();
  box.style.maxHeight = `${innerHeight - 2 * EDGE}px`;
  box.style.bottom = "auto";
  box.style.top = `${Math.max(EDGE, Math.min(anchor.top - GAP, innerHeight - EDGE - box.offsetHeight))}px`;
  box.style.left = `${Math.min(anchor.right + GAP, innerWidth - EDGE - box.offsetWidth)}px`;
}

function sideFor(box, anchor, enough) {
  box.style.maxHeight = "none";
  const below = innerHeight - anchor.bottom - GAP - EDGE;
  return box.offsetHeight <= below || below >= Math.min(anchor.top, enough) ? "below" : "above";
}

export function unfloat(box) {
  if (box.matches(":popover-open")) box.hidePopover();
}
