/** The two ends of the selected coding, to take hold of and move. */

import { element } from "./dom.js";
import { say } from "./words.js";

const EDGES = ["start", "end"];

export class Handles {
  /**
   * @param {import("./view.js").View} view
   * @param {(edge: string, position: number) => void} onMove
   * @param {() => void} onDone
   */
  constructor(view, onMove, onDone) {
    Object.assign(this, { view, onMove, onDone });
    // The keys do the same for those who cannot point.
    this.boxes = EDGES.map((edge) => element("div", {
      class: `handle ${edge}`,
      "aria-hidden": "true",
      title: say("Drag to move this end"),
      hidden: true,
      onpointerdown: (event) => this.#hold(edge, event),
    }));
  }

  /** Stand at the ends of a passage. */
  show(passage) {
    if (!("caretPositionFromPoint" in document)) return;
    const { turns, rows, list } = this.view;
    const pieces = turns.pieces(passage);
    if (!pieces.length) return;
    const origin = list.getBoundingClientRect();
    const [first, last] = [pieces[0], pieces.at(-1)];
    const isRightToLeft = getComputedStyle(rows[first.index].cell).direction === "rtl";
    const [before, behind] = isRightToLeft ? ["right", "left"] : ["left", "right"];
    const start = rows[first.index].rectAt(first.from);
    const end = rows[last.index].rectAt(last.to - 1);
    this.#place(this.boxes[0], start[before] - origin.left, start, origin);
    this.#place(this.boxes[1], end[behind] - origin.left, end, origin);
  }

  hide() {
    for (const box of this.boxes) box.hidden = true;
  }

  #place(box, left, { top, height }, origin) {
    Object.assign(box.style, { left: `${left}px`, top: `${top - origin.top}px`, height: `${height}px` });
    box.hidden = false;
  }

  #hold(edge, event) {
    const box = event.currentTarget;
    event.preventDefault();
    event.stopPropagation();
    box.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }) => this.#moved(edge, clientX, clientY);
    const drop = () => {
      box.removeEventListener("pointermove", move);
      this.onDone();
    };
    box.addEventListener("pointermove", move);
    box.addEventListener("lostpointercapture", drop, { once: true });
  }

  #moved(edge, x, y) {
    const { root, selection } = this.view;
    // Handles are in the way of what is looked for under them.
    for (const box of this.boxes) box.style.pointerEvents = "none";
    const at = document.caretPositionFromPoint(x, y, { shadowRoots: [root] });
    for (const box of this.boxes) box.style.pointerEvents = "";
    const position = at && selection.positionIn(at.offsetNode, at.offset);
    if (position !== null && position !== undefined) this.onMove(edge, position);
  }
}
