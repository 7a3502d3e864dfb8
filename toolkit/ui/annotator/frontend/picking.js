/** The selected coding: its card, going from coding to coding, and what can be done to one. */

import { CodingCard, MoreList } from "./card.js";
import { MemoBox } from "./memos.js";
import { Handles } from "./handles.js";
import { shown } from "./help.js";
import { say } from "./words.js";

const REST = 700;
const BRACKETS = 20; // of the margin, left to see beside the card
const GAP = 8;

export class Picking {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.id = null;
    this.draft = null;
    this.card = new CodingCard(
      {
        onRemove: () => this.remove(),
        onRecode: () => this.recode(),
        onDoubt: () => this.doubt(),
        onMemo: (memo) => this.writeMemo(memo),
        onClose: () => this.letGo(),
      },
      (command) => shown(view.keymap.keysOf(command)[0] ?? ""),
    );
    this.more = new MoreList({ onPick: (id) => this.pick(id) });
    this.handles = new Handles(view, (edge, position) => this.#drag(edge, position), () => this.settle());
    this.memoBox = new MemoBox(() => this.#closedMemo());
  }

  get coding() {
    return this.view.shown.get(this.id) ?? null;
  }

  /** Select a coding and show its card. */
  pick(id, overlap = { place: 1, count: 1 }) {
    const { view } = this;
    if (id !== this.id) this.settle();
    const coding = view.shown.get(id);
    if (!coding) return;
    Object.assign(this, { id, overlap });
    view.pane.style.setProperty("--chosen-colour", view.colours.of(coding.code));
    view.painter.mark("chosen", [coding]);
    view.stripes.select(id);
    this.#showHandles(coding);
    this.#showCard(coding);
    const { spoken } = view.look(coding);
    view.notices.announce(
      overlap.count > 1 ? say("Selected {spoken}, {place} of {count}", { spoken, ...overlap }) : say("Selected {spoken}", { spoken }),
    );
  }

  letGo() {
    this.settle();
    this.id = null;
    this.card.hide();
    this.handles.hide();
    this.view.stripes?.select(null);
    this.view.painter?.mark("chosen", []);
  }

  /** The codings changed. */
  refresh() {
    if (!this.id) return;
    if (!this.coding) this.letGo();
    else if (!this.draft) {
      this.#showHandles(this.coding);
      this.#showCard(this.coding);
    }
  }

  /** Floating things stay with what they are about. */
  follow() {
    if (this.id && !this.draft) this.card.place();
    if (this.memoBox.isOpen) this.memoBox.place();
  }

  /** Select the smallest coding at the caret; if one of them is selected, the next larger. */
  outward() {
    const { view } = this;
    const at = view.selection.read();
    const here = at ? view.codingsAt(at.focus) : [];
    if (!here.length) {
      view.notices.hint(say("Nothing is coded here"));
      return;
    }
    const next = (here.findIndex(({ id }) => id === this.id) + 1) % here.length;
    this.pick(here[next].id, { place: next + 1, count: here.length });
  }

  /** Select the next (1) or previous (-1) coding in the order of the text and put the caret at its start. */
  goOn(by) {
    const { view } = this;
    const inOrder = [...view.shown.values()].sort((one, other) => one.start - other.start || other.end - one.end);
    if (!inOrder.length) {
      view.notices.hint(say("Nothing is coded yet"));
      return;
    }
    const next = inOrder.at((this.#placeAmong(inOrder, by) + by) % inOrder.length);
    view.selection.set(Math.max(next.start, view.turns.start));
    view.keyboard.show();
    this.pick(next.id);
  }

  // Doing something to it -----------------------------------------------------------------------------

  remove() {
    this.#withOwn((coding) => {
      const { view } = this;
      this.letGo();
      view.scroller.focus({ preventScroll: true });
      view.work.remove(coding);
      view.notices.announce(say("Removed {label}", view.code(coding.code)));
      view.post();
    });
  }

  recode() {
    this.#withOwn((coding) => {
      this.card.hide();
      this.view.choosing.recode(coding);
    });
  }

  /** Sure of it or not; first of all, not. */
  doubt() {
    this.#withOwn((coding) => {
      const certainty = coding.certainty === "unsure" ? "sure" : "unsure";
      this.change(coding, { certainty });
      this.view.notices.hint(certainty === "unsure" ? say("Marked as unsure") : say("Marked as sure"));
    });
  }

  /** Put a changed coding in the place of one, and go on with it. */
  change(coding, changes) {
    const { view } = this;
    const id = view.work.change(coding, changes);
    if (changes.code) view.digits.use(changes.code);
    this.id = id;
    view.post();
    this.pick(id, this.overlap);
    if (changes.code) view.notices.announce(say("Changed to {label}", view.code(changes.code)));
  }

  /** Move an end of the selected coding. It is changed for good once the coder rests. */
  stretch(edge, by, granularity) {
    const coding = this.coding;
    if (!coding?.mine || this.view.isReadOnly) return false;
    const now = this.draft ?? { start: coding.start, end: coding.end };
    const next = { ...now, [edge]: this.view.turns.step(now[edge], by, granularity, edge) };
    if (next.start < next.end) this.#propose(next);
    this.resting = setTimeout(() => this.settle(), REST);
    return true;
  }

  /** Make the ends last that were moved. */
  settle() {
    clearTimeout(this.resting);
    const { draft, coding } = this;
    this.draft = null;
    const passage = draft && coding && this.view.turns.tidy(draft);
    if (passage && (passage.start !== coding.start || passage.end !== coding.end)) this.change(coding, passage);
    else if (draft && coding) this.pick(coding.id, this.overlap);
  }

  writeMemo(memo) {
    const coding = this.coding;
    if (!coding) this.#memoOnTranscript();
    else if (!this.view.isReadOnly) {
      const own = memo ?? this.view.work.memosAbout("coding", coding.id).find(({ mine }) => mine);
      this.card.hide();
      this.#openMemo(own, "coding", coding.id, this.view.code(coding.code).label, () => this.#anchor(coding));
    }
  }

  /** Write a memo on a code, or change one; then the keyboard goes back to where it was. */
  writeMemoOnCode(code, memo) {
    const { view } = this;
    if (view.isReadOnly) return;
    const own = memo ?? view.work.memosAbout("code", code.id).find(({ mine }) => mine);
    const { button, box, tree } = view.tree.placeOf(code.id);
    this.backTo = button;
    this.card.hide();
    const line = new DOMRect(tree.getBoundingClientRect().right + 8, box.top, 0, 0);
    this.#openMemo(own, "code", code.id, code.label, () => ({ line, right: innerWidth }));
  }

  changeMemo(memo) {
    if (memo.mine && !this.view.isReadOnly) this.#memoOnTranscript(memo);
  }

  #memoOnTranscript(memo) {
    const { view } = this;
    if (view.isReadOnly) return;
    const top = () => {
      const { left, top: above, width, right } = view.scroller.getBoundingClientRect();
      return { line: new DOMRect(left + width / 3, above + 12, 0, 0), right };
    };
    const { id } = view.data.doc;
    this.#openMemo(memo, "transcript", id, id, top);
  }

  #openMemo(memo, about, subject, title, anchor) {
    const { view } = this;
    this.memoBox.open(anchor, memo ? say("Memo on {title}", { title }) : say("New memo on {title}", { title }), memo?.text ?? "", (text) => {
      if (!memo) view.work.writeMemo(about, subject, text);
      else if (text) view.work.rewriteMemo(memo, text);
      else view.work.removeMemo(memo);
      view.notices.announce(say("Memo saved"));
      view.post();
    });
  }

  #closedMemo() {
    const { view, coding, backTo } = this;
    this.backTo = null;
    if (backTo?.isConnected) {
      backTo.focus({ preventScroll: true });
      return;
    }
    if (coding && !view.selection.read()) view.selection.set(Math.max(coding.start, view.turns.start));
    view.scroller.focus({ preventScroll: true });
    if (coding) this.#showCard(coding);
  }

  #propose(draft) {
    clearTimeout(this.resting);
    this.draft = draft;
    this.card.hide();
    this.view.painter.mark("chosen", [draft]);
    this.handles.show(draft);
    this.view.reveal(this.coding.start === draft.start ? draft.end - 1 : draft.start);
  }

  #drag(edge, position) {
    const { coding } = this;
    if (!coding) return;
    const next = { ...(this.draft ?? { start: coding.start, end: coding.end }), [edge]: position };
    if (next.start < next.end) this.#propose(next);
  }

  #showHandles(coding) {
    if (coding.mine && !this.view.isReadOnly) this.handles.show(coding);
    else this.handles.hide();
  }

  #withOwn(act) {
    const { view } = this;
    this.settle();
    const { coding } = this;
    if (view.isReadOnly) return;
    if (!coding) view.notices.hint(say("Select a coding first: click it, or press O on it"));
    else if (!coding.mine) view.notices.hint(say("By {coder}: only its coder can change it", coding));
    else act(coding);
  }

  #showCard(coding) {
    const { view } = this;
    if (this.memoBox.isOpen || view.choosing.isOpen) return;
    this.card.show(() => this.#anchor(coding), {
      coding,
      code: view.code(coding.code),
      colour: view.colours.of(coding.code),
      quote: view.turns.wordsOf(coding),
      overlap: this.overlap,
      memos: view.work.memosAbout("coding", coding.id),
      labelOf: (id) => view.code(id).label,
      isMine: coding.mine && !view.isReadOnly,
    });
  }

  /** The card stands in the margin, level with the coding; out of sight with it. */
  #anchor(coding) {
    const { turns, rows, scroller } = this.view;
    const [piece] = turns.pieces(coding);
    if (!piece) return null;
    const line = rows[piece.index].rectAt(piece.from);
    const view = scroller.getBoundingClientRect();
    if (line.bottom < view.top || line.top > view.bottom) return null;
    const margin = rows[piece.index].margin.getBoundingClientRect();
    const left = margin.left + BRACKETS;
    return { line: new DOMRect(left, line.top, 0, line.height), room: margin.right - left - GAP, right: view.right };
  }

  /** Place of the selected coding, or of the caret between codings: as if one there had just been left. */
  #placeAmong(inOrder, by) {
    const selected = inOrder.findIndex(({ id }) => id === this.id);
    if (selected >= 0) return selected;
    const caret = this.view.selection.read()?.focus ?? this.view.turns.start;
    const ahead = inOrder.filter(({ start }) => start < caret).length;
    return by > 0 ? ahead - 1 : ahead;
  }
}
