/** Giving codes to passages: select and then choose, or hold a code ready and then select. */

import { CodeChooser } from "./popover.js";
import { labelFrom } from "./proposals.js";
import { say } from "./words.js";

const RECENT = 5;
const AHEAD = 60;

export class Choosing {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.armed = null;
    this.pending = null;
    this.chooser = new CodeChooser({
      onPick: (code, isMore) => (code.isNew ? this.view.proposing.take(code, this.pending) : this.onPick(code.id, isMore)),
      onLeave: () => this.leave(),
    });
  }

  get isOpen() {
    return this.chooser.isOpen;
  }

  /** The tidy passage now selected, or null. */
  passage() {
    const { selection, turns } = this.view;
    const selected = selection.read();
    return selected && selected.start < selected.end ? turns.tidy(selected) : null;
  }

  /** Code what is selected; with only a caret, set by keys, the whole turn. */
  choose() {
    const { view } = this;
    if (view.isReadOnly) return;
    if (!this.passage() && view.keyboard.isInUse) view.keyboard.selectTurn();
    this.withPassage((passage) => this.take(passage));
  }

  /** What a selection just made is for: the code held ready, or one to choose. */
  take(passage, { isTouched = false } = {}) {
    if (this.armed) this.apply(this.armed, passage);
    else this.offer(passage, isTouched);
  }

  repeat() {
    const last = this.view.digits.recent(RECENT).find((id) => this.view.offered.some((code) => code.id === id));
    if (last) this.withPassage((passage) => this.apply(last, passage));
    else this.view.notices.hint(say("No code used yet"));
  }

  /** Apply the code with this number; the words stay selected, for one more. */
  byDigit(digit) {
    const found = [...this.view.digitOf].find(([, held]) => held === digit);
    if (found) this.withPassage((passage) => this.apply(found[0], passage, { stays: true }));
  }

  /** A code was clicked in the tree: it is for what is selected, else it is held ready. */
  use(code) {
    const { view } = this;
    if (view.isReadOnly) return;
    const passage = this.pending ?? this.passage();
    if (passage && this.armed !== code.id) this.apply(code.id, passage);
    else this.arm(this.armed === code.id ? null : code.id);
  }

  /** Hold a code ready, or none (null): whatever is selected from now on gets it. */
  arm(code) {
    const { view } = this;
    this.armed = code;
    view.showArmed(code);
    view.notices.announce(code ? say("Holding {label} ready", view.code(code)) : say("No code held ready"));
    if (code) view.notices.hint(say("Whatever you select now gets: {label}", view.code(code)));
  }

  chooseToArm() {
    const { view } = this;
    if (view.isReadOnly) return;
    if (this.armed) this.arm(null);
    else {
      this.#open(() => view.scroller.getBoundingClientRect(), say("Hold a code ready"), new Set(), (code) => {
        this.leave();
        this.arm(code);
      });
    }
  }

  /** Keep what is selected while the coder looks for its code elsewhere: a field takes the selection away. */
  hold() {
    const passage = this.pending ?? this.passage();
    if (!passage) return;
    this.pending = passage;
    this.view.painter.mark("pending", [passage]);
  }

  recode(coding) {
    const { view } = this;
    view.painter.mark("pending", [coding]);
    this.#open(() => this.#endOf(coding), say("Change the code to"), new Set([coding.code]), (code) => {
      this.leave();
      if (code !== coding.code) view.picking.change(coding, { code });
    });
  }

  /** Open the box of codes for a passage. */
  offer(passage, isTouched = false, { isNaming = false } = {}) {
    const { view } = this;
    view.picking.letGo();
    this.pending = passage;
    // Focus in the field takes the visible selection away: paint it first.
    view.painter.mark("pending", [passage]);
    const chosen = new Set(view.ownCodings().filter((one) => isSame(one, passage)).map(({ code }) => code));
    const purpose = isNaming ? say("Name the new code") : say("Type to find a code, or name a new one");
    this.#open(() => this.#endOf(passage), purpose, chosen, (code, isMore) => {
      if (isMore) this.#applyOneMore(code, passage);
      else this.apply(code, passage);
    }, { takesSeveral: true, takesNew: true, words: labelFrom(view.turns.wordsOf(passage)), isNaming, isTouched });
  }

  apply(code, passage, { stays = false } = {}) {
    const { view } = this;
    this.end();
    if (view.isReadOnly) return;
    view.scroller.focus({ preventScroll: true });
    if (stays) view.selection.set(passage.start, passage.end);
    else view.selection.set(passage.end);
    view.keyboard.follow();
    this.#add(code, passage);
  }

  /** Close the box and go back to what was selected. */
  leave() {
    const { pending: passage, view } = this;
    this.end();
    view.scroller.focus({ preventScroll: true });
    if (passage) view.selection.set(passage.start, passage.end);
    view.keyboard.follow();
  }

  end() {
    this.chooser.close();
    this.pending = null;
    this.view.painter?.mark("pending", []);
  }

  withPassage(act) {
    const { view } = this;
    const passage = this.passage();
    if (view.isReadOnly) return;
    if (passage) act(passage);
    else view.notices.hint(say("Select some words first"));
  }

  #applyOneMore(code, passage) {
    this.#add(code, passage);
    this.chooser.choseOneMore(code);
  }

  #add(code, passage) {
    const { view } = this;
    const { label } = view.code(code);
    if (view.work.isCoded(code, passage)) {
      view.notices.hint(say("Already coded: {label}", { label }));
      return;
    }
    view.digits.use(code);
    view.work.apply(code, passage);
    view.post();
    view.notices.announce(say("Coded {label}", { label }));
  }

  #open(anchor, purpose, chosen, onPick, more = {}) {
    const { view } = this;
    this.onPick = onPick;
    const occasion = {
      anchor,
      purpose,
      codes: view.offered,
      recent: view.digits.recent(RECENT),
      // The name of a new code may begin with a digit.
      digits: more.isNaming ? new Map() : view.digitOf,
      chosen,
      takesSeveral: false,
      takesNew: false,
      words: "",
      isNaming: false,
      isTouched: false,
      ...more,
    };
    this.chooser.open(occasion, { colourOf: (id) => view.colours.of(id), labelOf: (id) => view.code(id).label });
  }

  /** Where the passage ends; the popover begins a little ahead of it. */
  #endOf(passage) {
    const { turns, rows } = this.view;
    const { index, from, to } = turns.pieces(passage).at(-1);
    const line = rows[index].linesOf(from, to).at(-1) ?? rows[index].cell.getBoundingClientRect();
    return new DOMRect(Math.max(line.left, line.right - AHEAD), line.top, 0, line.height);
  }
}

function isSame(one, other) {
  return one.start === other.start && one.end === other.end;
}
