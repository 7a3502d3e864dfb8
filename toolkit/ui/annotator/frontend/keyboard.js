/** Working without a mouse: the caret, the turn it is in, and what the keys do. */

import { commandsOf } from "./commands.js";
import { isPlainLetter } from "./keymap.js";
import { firstBelow } from "./rows.js";

const EDGE = 24;

export class Keyboard {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.isInUse = false;
    this.commands = commandsOf(view);
  }

  pressed(event) {
    const target = event.composedPath()[0];
    // The page has single letter keys of its own, and takes a field in here for none.
    if (isPlainLetter(event)) event.stopPropagation();
    if (this.view.help.box.open) return;
    const command = this.commands[this.view.keymap.commandFor(event, target)];
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    command();
  }

  /** The pane was entered: with the Tab key there is no caret yet, so set one in the first turn in view. */
  focused() {
    if (!this.view.scroller.matches(":focus-visible")) return;
    this.isInUse = true;
    if (!this.view.selection.read()) this.#caretTo(this.firstInView());
    this.#showCaret();
  }

  blurred() {
    this.#hideCaret();
  }

  /** The mouse took over. */
  pointed() {
    this.isInUse = false;
    this.#hideCaret();
  }

  /** Where the caret is, as row and offset. */
  #place() {
    const { selection } = this.view;
    const at = selection.read();
    if (!at) return selection.place(this.firstInView());
    return selection.place(at.focus, at.focus === at.end && at.start < at.end ? "end" : "start");
  }

  firstInView() {
    const { scroller, sections, turns } = this.view;
    const index = firstBelow(sections, scroller.getBoundingClientRect().top + EDGE);
    return turns.list[Math.max(index, 0)].start;
  }

  stepTurn(by) {
    const { turns } = this.view;
    const index = Math.min(Math.max(this.#place().index + by, 0), turns.list.length - 1);
    this.#caretTo(turns.list[index].start);
    this.show();
  }

  modify(alter, direction, granularity) {
    const { selection } = this.view;
    if (!selection.read()) this.#caretTo(this.firstInView());
    selection.modify(alter, direction, granularity);
    this.show();
  }

  selectSentence() {
    const { selection, turns } = this.view;
    const at = selection.read();
    const { index, unit } = this.#afterSelection(at);
    const sentence = turns.sentenceAt(index, unit);
    const grows = at && at.start < at.end && at.end <= sentence.start;
    // The end stays behind the blanks, so that the same key goes on with the next sentence.
    selection.set(grows ? at.start : sentence.start, sentence.end);
    this.show();
  }

  /** Where the next sentence begins: behind the selection, or in the next turn if this one is used up. */
  #afterSelection(at) {
    const { selection, turns } = this.view;
    if (!at || at.start === at.end) return this.#place();
    const { index, unit } = selection.place(at.end, "end");
    const isUsedUp = unit >= turns.list[index].text.length && index + 1 < turns.list.length;
    return isUsedUp ? { index: index + 1, unit: 0 } : { index, unit };
  }

  selectTurn() {
    const { selection, turns } = this.view;
    const turn = turns.list[this.#place().index];
    selection.set(turn.start, turn.end);
    this.show();
  }

  /** Let go of the selection, but not of the place. */
  collapse() {
    const at = this.view.selection.read();
    if (at) this.view.selection.set(at.focus);
    this.view.scroller.focus({ preventScroll: true });
    this.#showCaret();
  }

  /** Show the caret where the selection was put after the pane got the keyboard back. */
  follow() {
    this.#showCaret();
  }

  #caretTo(position) {
    this.view.selection.set(position);
  }

  /** Show the caret and bring it into view. */
  show() {
    this.isInUse = true;
    this.#reveal();
    this.#showCaret();
  }

  #caretRect() {
    const { row, unit } = this.#place();
    const isAtEnd = unit >= row.turn.text.length;
    const rect = row.rectAt(isAtEnd ? unit - 1 : unit);
    const isRightToLeft = getComputedStyle(row.cell).direction === "rtl";
    return { left: isAtEnd === isRightToLeft ? rect.left : rect.right, top: rect.top, height: rect.height, row };
  }

  #reveal() {
    this.view.revealRect(this.#caretRect());
  }

  #showCaret() {
    if (!this.isInUse) return;
    const { caret, list } = this.view;
    const { left, top, height, row } = this.#caretRect();
    const origin = list.getBoundingClientRect();
    Object.assign(caret.style, {
      left: `${left - origin.left - 1}px`,
      top: `${top - origin.top}px`,
      height: `${height}px`,
    });
    caret.toggleAttribute("data-shown", true);
    this.#markTurn(row.element);
  }

  #hideCaret() {
    this.view.caret.removeAttribute("data-shown");
    this.#markTurn(null);
  }

  #markTurn(row) {
    this.marked?.removeAttribute("data-current");
    row?.setAttribute("data-current", "");
    this.marked = row;
  }
}
