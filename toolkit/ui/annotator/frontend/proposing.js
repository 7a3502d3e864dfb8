/** Proposing codes: named by the words that are selected, or by a name that is typed. */

import { codeNamed, labelFrom, tidyLabel } from "./proposals.js";
import { say } from "./words.js";

export class Proposing {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.labels = new Map();
  }

  /** A code in the words of whoever speaks. */
  inVivo() {
    const { choosing, turns } = this.view;
    choosing.withPassage((passage) => this.take({ label: labelFrom(turns.wordsOf(passage)), definition: "" }, passage));
  }

  /** Ask for the name of a new code. */
  name() {
    const { view } = this;
    const { choosing, keyboard } = view;
    if (view.isReadOnly) return;
    if (!choosing.passage() && keyboard.isInUse) keyboard.selectTurn();
    choosing.withPassage((passage) => choosing.offer(passage, false, { isNaming: true }));
  }

  /** Propose a code and give it the passage: one act. A name there is already means that code. */
  take({ label: typed, definition }, passage) {
    const { view } = this;
    const label = tidyLabel(typed);
    if (view.isReadOnly || !label) return;
    const known = codeNamed(label, view.offered);
    view.choosing.end();
    view.scroller.focus({ preventScroll: true });
    view.selection.set(passage.end);
    if (known) {
      view.notices.hint(say("There is a code of that name: {label}", known));
      view.choosing.apply(known.id, passage);
      return;
    }
    const id = view.work.propose({ label, definition: definition.trim() }, passage);
    this.labels.set(id, label);
    view.digits.use(id);
    view.notices.hint(say("Proposed: {label}. It waits for the codebook", { label }));
    view.post();
  }

  /** What a code was called that the server did not take. */
  labelOf(id) {
    return this.labels.get(id) ?? id;
  }
}
