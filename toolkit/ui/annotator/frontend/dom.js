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

/** A square in the colour of a code. */
export function chip(colour) {
  return element("span", { class: "chip", style: `--colour: ${colour}`, "aria-hidden": "true" });
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
 * @param {number} right what it should not reach over
 */
export function float(box, anchor, right = innerWidth) {
  if (!box.matches(":popover-open")) {
    box.showPopover();
    box.dataset.side = sideFor(box, anchor);
  }
  const isBelow = box.dataset.side === "below";
  const space = isBelow ? innerHeight - anchor.bottom : anchor.top;
  box.style.maxHeight = `${Math.max(space - GAP - EDGE, 120)}px`;
  box.style.top = isBelow ? `${anchor.bottom + GAP}px` : "auto";
  box.style.bottom = isBelow ? "auto" : `${innerHeight - anchor.top + GAP}px`;
  box.style.left = `${Math.max(EDGE, Math.min(anchor.left, right - EDGE - box.offsetWidth))}px`;
}

function sideFor(box, anchor) {
  box.style.maxHeight = "none";
  const below = innerHeight - anchor.bottom - GAP - EDGE;
  return box.offsetHeight <= below || below >= anchor.top ? "below" : "above";
}

export function unfloat(box) {
  if (box.matches(":popover-open")) box.hidePopover();
}
