/** Mouse and fingers: what a press, a drag, a click and a touch in the text mean. */

const DOUBLE_CLICK = 280;
const SETTLED = 450;

export class Pointing {
  /** @param {import("./view.js").View} view */
  constructor(view, signal) {
    this.view = view;
    view.scroller.addEventListener("pointerdown", (event) => this.#down(event));
    document.addEventListener("pointerdown", (event) => this.#anywhere(event), { signal });
    document.addEventListener("pointerup", (event) => this.#up(event), { signal });
    document.addEventListener("click", (event) => this.#click(event), { signal, capture: true });
    document.addEventListener("selectionchange", () => this.#selecting(), { signal });
  }

  #anywhere(event) {
    const { choosing, picking, filterBox, memoList, tree } = this.view;
    const path = event.composedPath();
    const isIn = (box) => path.includes(box);
    // A code clicked in the tree is for what waits in the box.
    const isChoosing = choosing.isOpen || choosing.pending;
    if (isChoosing && !isIn(choosing.chooser.box) && !isIn(tree.box) && !isIn(tree.grip)) choosing.end();
    if (!isIn(picking.more.box)) picking.more.close();
    if (!isIn(picking.memoBox.box)) picking.memoBox.leave();
    if (!isIn(filterBox.box) && !isIn(filterBox.button)) filterBox.close();
    if (!isIn(memoList.box)) memoList.close();
  }

  #down(event) {
    clearTimeout(this.opening);
    this.view.keyboard.pointed();
    this.isTouch = event.pointerType === "touch";
    this.isSelecting = event.button === 0 && !event.target.closest("button, .bracket");
    this.pressedInText = Boolean(event.target.closest(".text"));
  }

  /** Released: the click that follows acts, when there is one; none does if it was outside the window. */
  #up(event) {
    if (this.isSelecting && !this.isTouch) this.opening = setTimeout(() => this.#selected(event), 0);
  }

  #click(event) {
    if (!this.isSelecting) return;
    clearTimeout(this.opening);
    // The second click of three selects a word only on the way to the whole turn: wait for the third.
    if (event.detail === 2) this.opening = setTimeout(() => this.#selected(event), DOUBLE_CLICK);
    else this.#selected(event);
  }

  /** Fingers select with handles, which send nothing but changes of the selection: wait until they rest. */
  #selecting() {
    if (!this.isTouch) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const { choosing, isReadOnly } = this.view;
      const passage = choosing.passage();
      if (passage && !isReadOnly && !choosing.isOpen) choosing.take(passage, { isTouched: true });
    }, SETTLED);
  }

  #selected(event) {
    this.isSelecting = false;
    const { choosing, isReadOnly } = this.view;
    const passage = choosing.passage();
    if (passage && !isReadOnly) choosing.take(passage, { isTouched: this.isTouch });
    else if (!passage && this.pressedInText) this.#clicked(event);
  }

  /** A click selects a whole sentence or turn, if so wished; else the smallest coding under the pointer. */
  #clicked({ clientX, clientY }) {
    const { view } = this;
    const at = view.selection.read();
    if (at && view.clicking !== "words") view.clickUnit(at.focus);
    else {
      const isUnder = (coding) => this.#covers(coding, clientX, clientY);
      const here = at ? view.codingsAt(at.focus).filter(isUnder) : [];
      if (here.length) view.picking.pick(here[0].id, { place: 1, count: here.length });
      else view.picking.letGo();
    }
  }

  #covers(coding, x, y) {
    const { turns, rows } = this.view;
    const lines = turns.pieces(coding).flatMap(({ index, from, to }) => rows[index].linesOf(from, to));
    return lines.some(({ left, right, top, bottom }) => left <= x && x <= right && top - 4 <= y && y <= bottom + 4);
  }
}
