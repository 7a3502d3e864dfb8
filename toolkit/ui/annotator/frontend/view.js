/**
 * The coding pane: holds what only the browser knows (selection, caret, undo, unacknowledged operations)
 * and turns what the coder does into operations. What it shows is always the server's codings with the
 * outbox replayed on top, so a coding appears at once and a rejected one goes away by itself.
 */

import { CodeChooser } from "./popover.js";
import { CodingCard, MoreList } from "./card.js";
import { element } from "./dom.js";
import { Footer } from "./footer.js";
import { Help } from "./help.js";
import { History } from "./history.js";
import { newId } from "./identifiers.js";
import { Journal } from "./journal.js";
import { Keyboard } from "./keyboard.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Painter } from "./painter.js";
import { luminance, paletteFor } from "./palette.js";
import { Row } from "./rows.js";
import { TextSelection } from "./selection.js";
import { Stripes } from "./stripes.js";
import { Turns } from "./turns.js";

const RECENT = 5;
const DOUBLE_CLICK = 280;
const AHEAD = 60;
const MIDDLE_GREY = 0.18;

export class View {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.root = root;
    this.notices = new Notices();
    this.help = new Help();
    this.footer = new Footer({ onHelp: () => this.help.open(), onLate: () => this.#sendAgain() });
    this.chooser = new CodeChooser({
      onPick: (code) => this.#apply(code.id, this.pending),
      onLeave: () => this.#leaveChooser(),
    });
    this.card = new CodingCard({ onRemove: () => this.removeSelected(), onClose: () => this.letGo() });
    this.more = new MoreList({ onPick: (id) => this.pick(id) });
    this.#build();
    this.#listen();
  }

  // Messages ------------------------------------------------------------------------------------------

  /** Show a message. Called for every one; the newest `send` is the one to use. */
  update(data, send) {
    this.send = send;
    const isNew = this.#isOtherDocument(data);
    this.data = data;
    if (isNew) this.#open();
    const rejected = this.outbox.acknowledge(data.ack);
    this.#offer(data.codes);
    this.#followTheme();
    this.#refresh();
    for (const { op, reason } of rejected) this.#tellRejected(op, reason);
    if (rejected.length || data.ack) this.journal.keep(this.outbox);
    if (isNew && this.outbox.size) this.#post();
    if (isNew) this.#fit();
    this.#jump(data.jump);
  }

  destroy() {
    this.leaving.abort();
    this.footer.destroy();
    this.#close();
    this.pane.remove();
  }

  #isOtherDocument({ doc, me }) {
    const identity = (data) => [data.doc.id, data.doc.revision, data.doc.sha256, data.me].join("\n");
    return !this.data || identity({ doc, me }) !== identity(this.data);
  }

  /** Start over with the transcript of the latest message. */
  #open() {
    this.#close();
    const { doc, me } = this.data;
    this.turns = new Turns(doc.turns);
    this.rows = this.turns.list.map((turn) => new Row(turn));
    this.list.replaceChildren(...this.rows.map((row) => row.element), this.caret);
    this.scroller.scrollTop = 0;
    this.scroller.setAttribute("aria-label", `Transcript ${doc.id}. Press question mark for the keys.`);
    this.selection = new TextSelection(this.root, this.rows, this.turns);
    this.keyboard = new Keyboard(this);
    this.painter = new Painter(this.rows, this.turns);
    this.pane.prepend(this.painter.style);
    this.stripes = this.#newStripes();
    this.#openOutbox(doc, me);
  }

  #openOutbox(doc, me) {
    this.outbox = new Outbox(newId(), doc.id, doc.sha256);
    this.history = new History(newId);
    this.recent = null;
    this.jumped = null;
    this.journal = new Journal(globalThis.sessionStorage, me, doc.id);
    const { ops, lost } = this.journal.recover(doc.sha256);
    this.outbox.resume(ops);
    if (lost) this.notices.fault(`${lost} unsaved changes were made on an earlier text and are lost.`);
  }

  #close() {
    this.chooser.close();
    this.card.hide();
    this.selectedId = null;
    this.pending = null;
    this.painter?.destroy();
    this.stripes?.destroy();
    this.notices.faults.replaceChildren();
  }

  #newStripes() {
    return new Stripes({
      rows: this.rows,
      turns: this.turns,
      scroller: this.scroller,
      onPick: (id) => this.pick(id),
      onMore: (ids, button) => this.more.open(button, ids.map((id) => ({ id, ...this.#look(this.shown.get(id)) }))),
      onHover: (id) => this.painter.mark("hover", this.shown.has(id) ? [this.shown.get(id)] : []),
    });
  }

  /** Take over the codes; they change rarely, so that their text is compared first. */
  #offer(codes) {
    const written = JSON.stringify(codes);
    if (written === this.codesWritten) return;
    this.codesWritten = written;
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.offered = codes.filter((code) => code.offered);
    this.palette = paletteFor(codes);
    this.#setColours();
    this.stripes.invalidate();
  }

  #followTheme() {
    const parts = getComputedStyle(this.pane).backgroundColor.match(/^rgba?\((\d+), (\d+), (\d+)/) ?? [];
    const isDark = parts.length > 0 && luminance(parts.slice(1).map((part) => part / 255)) < MIDDLE_GREY;
    const theme = isDark ? "dark" : "light";
    // Setting properties the whole pane inherits restyles all of it: only if they change.
    if (theme === this.pane.getAttribute("data-theme")) return;
    this.pane.setAttribute("data-theme", theme);
    this.#setColours();
  }

  #setColours() {
    const theme = this.pane.getAttribute("data-theme") ?? "light";
    this.palette.colours.forEach((colour, slot) => {
      this.pane.style.setProperty(`--code-${slot}`, colour[theme]);
    });
  }

  /** Show server's codings + outbox. */
  #refresh() {
    this.shown = this.outbox.replay(this.data.codings, this.data.me);
    const codings = [...this.shown.values()];
    this.recent ??= latestCodes(codings);
    this.painter.show(codings, (code) => this.palette.slotOf.get(code) ?? 0);
    this.stripes.show(codings, (coding) => this.#look(coding));
    if (this.selectedId && !this.shown.has(this.selectedId)) this.letGo();
    this.#showCounts(codings);
  }

  #showCounts(codings) {
    const mine = codings.filter((coding) => coding.mine).length;
    this.footer.show({
      mine,
      others: codings.length - mine,
      unacked: this.outbox.size,
      isReadOnly: this.data.read_only,
    });
    // What tests wait for.
    this.pane.dataset.rev = this.data.rev;
    this.pane.dataset.unacked = this.outbox.size;
    this.pane.dataset.codings = codings.length;
  }

  #post() {
    this.journal.keep(this.outbox);
    this.#refresh();
    this.send(this.outbox.message);
  }

  #sendAgain() {
    this.notices.say("Not saved yet; trying again.");
    this.send(this.outbox.message);
  }

  #tellRejected(op, reason) {
    this.history.forget(op.id);
    const did = op.op === "add" ? "Not coded" : "Not removed";
    const words = shorten(this.turns.wordsOf(op));
    this.notices.fault(`${did}: ${this.#code(op.code).label} on “${words}”. Reason: ${reason}.`);
  }

  // Codings -------------------------------------------------------------------------------------------

  #code(id) {
    return this.codes.get(id) ?? { id, label: id, theme: "", definition: "", alt: [] };
  }

  #colourOf(code) {
    return `var(--code-${this.palette.slotOf.get(code) ?? 0})`;
  }

  /** How a coding looks in the margin. */
  #look(coding) {
    const code = this.#code(coding.code);
    const coder = coding.mine ? "" : `, by ${coding.coder}`;
    const words = shorten(this.turns.wordsOf(coding));
    return {
      label: code.label,
      colour: this.#colourOf(coding.code),
      title: [code.theme && `${code.theme} › `, code.label, coder].join(""),
      spoken: `${code.label}${coder}: ${words}`,
    };
  }

  #apply(code, passage) {
    this.#endChoice();
    if (!passage) return;
    this.scroller.focus({ preventScroll: true });
    this.selection.set(passage.end);
    if (this.#isCoded(code, passage)) {
      this.notices.hint(`Already coded: ${this.#code(code).label}`);
      return;
    }
    this.recent = [code, ...this.recent.filter((other) => other !== code)].slice(0, RECENT);
    this.#do("add", { id: newId(), ...passage, code });
  }

  #isCoded(code, { start, end }) {
    const isSame = (one) => one.mine && one.code === code && one.start === start && one.end === end;
    return [...this.shown.values()].some(isSame);
  }

  /** Do an operation and remember how to take it back. */
  #do(op, coding) {
    this.history.did(op, coding);
    this.#perform(op, coding);
  }

  #perform(op, coding) {
    if (op === "add") this.outbox.add(coding);
    else this.outbox.remove(coding);
    this.notices.say(`${op === "add" ? "Coded" : "Removed"} ${this.#code(coding.code).label}`);
    this.#post();
  }

  get isReadOnly() {
    return this.data.read_only;
  }

  removeSelected() {
    const coding = this.shown.get(this.selectedId);
    if (!coding || this.isReadOnly) return;
    if (!coding.mine) {
      this.notices.hint(`By ${coding.coder}: only its coder can remove it`);
      return;
    }
    this.letGo();
    this.scroller.focus({ preventScroll: true });
    this.#do("remove", coding);
  }

  undo() {
    this.#moveInHistory(this.history.undo(), "Nothing to undo");
  }

  redo() {
    this.#moveInHistory(this.history.redo(), "Nothing to redo");
  }

  #moveInHistory(step, otherwise) {
    if (this.isReadOnly) return;
    if (!step) this.notices.hint(otherwise);
    else this.#perform(step.op, step.coding);
  }

  // Choosing a code -----------------------------------------------------------------------------------

  /** The tidy passage now selected, or null. */
  selectedPassage() {
    const selected = this.selection.read();
    return selected && selected.start < selected.end ? this.turns.tidy(selected) : null;
  }

  /** Open the popover for the selection; with only a caret, set by keys, for the whole turn. */
  choose() {
    if (this.isReadOnly) return;
    if (!this.selectedPassage() && this.keyboard.isInUse) this.keyboard.selectTurn();
    const passage = this.selectedPassage();
    if (!passage) this.notices.hint("Select some words first");
    else this.#openChooser(passage);
  }

  repeat() {
    const passage = this.selectedPassage();
    if (this.isReadOnly) return;
    if (!passage) this.notices.hint("Select some words first");
    else if (!this.recent.length) this.notices.hint("No code used yet");
    else this.#apply(this.recent[0], passage);
  }

  #openChooser(passage) {
    this.letGo();
    this.pending = passage;
    // Focus in the field takes the visible selection away: paint it first.
    this.painter.mark("pending", [passage]);
    const anchor = () => this.#endOf(passage);
    this.chooser.open(anchor, this.offered, this.recent, (code) => this.#colourOf(code));
  }

  #leaveChooser() {
    const passage = this.pending;
    this.#endChoice();
    this.scroller.focus({ preventScroll: true });
    if (passage) this.selection.set(passage.start, passage.end);
  }

  #endChoice() {
    this.chooser.close();
    this.pending = null;
    this.painter?.mark("pending", []);
  }

  /** Where the passage ends; the popover begins a little ahead of it. */
  #endOf(passage) {
    const { index, from, to } = this.turns.pieces(passage).at(-1);
    const line = this.rows[index].linesOf(from, to).at(-1) ?? this.rows[index].cell.getBoundingClientRect();
    return new DOMRect(Math.max(line.left, line.right - AHEAD), line.top, 0, line.height);
  }

  // Selecting a coding --------------------------------------------------------------------------------

  /** Select a coding and show its card. */
  pick(id, overlap = { place: 1, count: 1 }) {
    const coding = this.shown.get(id);
    if (!coding) return;
    this.selectedId = id;
    const code = this.#code(coding.code);
    const colour = this.#colourOf(coding.code);
    this.pane.style.setProperty("--chosen-colour", colour);
    this.painter.mark("chosen", [coding]);
    this.stripes.select(id);
    const isRemovable = coding.mine && !this.isReadOnly;
    const quote = this.turns.wordsOf(coding);
    this.card.show(() => this.#cardAnchor(coding), { coding, code, colour, quote, overlap, isRemovable });
    const place = overlap.count > 1 ? `, ${overlap.place} of ${overlap.count}` : "";
    this.notices.say(`Selected ${this.#look(coding).spoken}${place}`);
  }

  letGo() {
    this.selectedId = null;
    this.card.hide();
    this.stripes.select(null);
    this.painter.mark("chosen", []);
  }

  /** Select the smallest coding at the caret; if one of them is selected, the next larger. */
  outward() {
    const at = this.selection.read();
    const here = at ? this.#codingsAt(at.focus) : [];
    if (!here.length) {
      this.notices.hint("Nothing is coded here");
      return;
    }
    const next = (here.findIndex(({ id }) => id === this.selectedId) + 1) % here.length;
    this.pick(here[next].id, { place: next + 1, count: here.length });
  }

  /** Select the next (1) or previous (-1) coding in the order of the text and put the caret at its start. */
  goToCoding(by) {
    const inOrder = [...this.shown.values()].sort((one, other) => one.start - other.start || other.end - one.end);
    if (!inOrder.length) {
      this.notices.hint("Nothing is coded yet");
      return;
    }
    const next = inOrder.at((this.#placeAmong(inOrder, by) + by) % inOrder.length);
    this.selection.set(Math.max(next.start, this.turns.start));
    this.keyboard.show();
    this.pick(next.id);
  }

  /** Place of the selected coding, or of the caret between codings: as if one there had just been left. */
  #placeAmong(inOrder, by) {
    const selected = inOrder.findIndex(({ id }) => id === this.selectedId);
    if (selected >= 0) return selected;
    const caret = this.selection.read()?.focus ?? this.turns.start;
    const behind = inOrder.findIndex(({ start }) => start >= caret);
    const ahead = behind < 0 ? inOrder.length : behind;
    return by > 0 ? ahead - 1 : ahead;
  }

  /** Codings that hold or end at a position, smallest first. */
  #codingsAt(position) {
    const length = ({ start, end }) => end - start;
    return [...this.shown.values()]
      .filter(({ start, end }) => start <= position && position <= end)
      .sort((one, other) => length(one) - length(other) || (one.id < other.id ? 1 : -1));
  }

  /** The card stands in the margin, level with the coding; out of sight with it. */
  #cardAnchor(coding) {
    const touched = this.turns.touched(coding);
    if (!touched) return null;
    const piece = this.turns.pieces(coding)[0];
    const line = this.rows[piece.index].rectAt(piece.from);
    const view = this.scroller.getBoundingClientRect();
    if (line.bottom < view.top || line.top > view.bottom) return null;
    const margin = this.rows[piece.index].margin.getBoundingClientRect();
    return { line: new DOMRect(margin.left + 24, line.top, 0, line.height), right: view.right };
  }

  /** Scroll to a coding and select it, once for each new wish. */
  #jump(id) {
    const isNew = id !== this.jumped;
    this.jumped = id;
    const coding = isNew ? this.shown.get(id) : null;
    const piece = coding && this.turns.pieces(coding)[0];
    if (!piece) return;
    const row = this.rows[piece.index];
    whenStyled(this.root).then(() => {
      this.scroller.scrollTop = row.element.offsetTop - this.scroller.clientHeight * 0.3;
      // Rows near the new place get their real height only now: aim again when they have it.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const offset = row.rectAt(piece.from).top - this.scroller.getBoundingClientRect().top;
        this.scroller.scrollTop += offset - this.scroller.clientHeight * 0.3;
        this.pick(id);
      }));
    });
  }

  // Building and listening ----------------------------------------------------------------------------

  #build() {
    this.caret = element("div", { class: "caret", "aria-hidden": "true" });
    this.list = element("div", { class: "turns" });
    this.scroller = element("div", { class: "scroller", tabindex: "0", role: "region" }, this.list);
    this.pane = element(
      "div",
      // Here and not in the stylesheet, which comes later: the choice of colours depends on it.
      { class: "annotator", tabindex: "-1", style: "background-color: var(--st-background-color)" },
      this.scroller,
      this.card.box,
      this.more.box,
      this.chooser.box,
      this.notices.box,
      this.notices.spoken,
      this.footer.box,
      this.help.box,
    );
    this.root.append(this.pane);
  }

  #listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.scroller.addEventListener("pointerdown", (event) => this.#pointerDown(event));
    document.addEventListener("pointerdown", (event) => this.#pressedAnywhere(event), { signal });
    document.addEventListener("pointerup", (event) => this.#pointerUp(event), { signal });
    document.addEventListener("click", (event) => this.#clickedAnywhere(event), { signal, capture: true });
    document.addEventListener("scroll", () => this.#follow(), { signal, capture: true, passive: true });
    globalThis.addEventListener("resize", () => this.#fit(), { signal });
    globalThis.addEventListener("beforeunload", (event) => this.#warn(event), { signal });
    this.pane.addEventListener("focus", () => this.scroller.focus({ preventScroll: true }));
    this.pane.addEventListener("keydown", (event) => this.keyboard.pressed(event));
    this.scroller.addEventListener("focus", () => this.keyboard.focused());
    this.scroller.addEventListener("blur", () => this.keyboard.blurred());
  }

  /** Fill the window below whatever stands above the pane, so that the page itself need not scroll. */
  #fit() {
    const above = this.pane.getBoundingClientRect().top;
    if (above >= 0 && above < innerHeight / 2) this.pane.style.setProperty("--above", `${above}px`);
    this.#follow();
  }

  /** Floating elements stay with what they are about. */
  #follow() {
    if (this.chooser.isOpen) this.chooser.place();
    if (this.selectedId) this.card.place();
  }

  #warn(event) {
    if (this.outbox?.size) event.preventDefault();
  }

  #pressedAnywhere(event) {
    const path = event.composedPath();
    if (this.chooser.isOpen && !path.includes(this.chooser.box)) this.#endChoice();
    if (!path.includes(this.more.box)) this.more.close();
  }

  #pointerDown(event) {
    clearTimeout(this.opening);
    this.keyboard.pointed();
    const isText = event.target.closest(".text");
    this.isSelecting = event.button === 0 && !event.target.closest("button, .bracket");
    this.pressedInText = Boolean(isText);
  }

  /** Released: the click that follows acts, when there is one; none does if it was outside the window. */
  #pointerUp(event) {
    if (this.isSelecting) this.opening = setTimeout(() => this.#selected(event), 0);
  }

  #clickedAnywhere(event) {
    if (!this.isSelecting) return;
    clearTimeout(this.opening);
    // The second click of three selects a word only on the way to the whole turn: wait for the third.
    if (event.detail === 2) this.opening = setTimeout(() => this.#selected(event), DOUBLE_CLICK);
    else this.#selected(event);
  }

  #selected(event) {
    this.isSelecting = false;
    const passage = this.selectedPassage();
    if (passage && !this.isReadOnly) this.#openChooser(passage);
    else if (!passage && this.pressedInText) this.#clicked(event);
  }

  /** A click in coded text selects the smallest coding under the pointer. */
  #clicked({ clientX, clientY }) {
    const at = this.selection.read();
    const isUnder = (coding) => this.#covers(coding, clientX, clientY);
    const here = at ? this.#codingsAt(at.focus).filter(isUnder) : [];
    if (here.length) this.pick(here[0].id, { place: 1, count: here.length });
    else this.letGo();
  }

  #covers(coding, x, y) {
    const lines = this.turns.pieces(coding).flatMap(({ index, from, to }) => this.rows[index].linesOf(from, to));
    return lines.some(({ left, right, top, bottom }) => left <= x && x <= right && top - 4 <= y && y <= bottom + 4);
  }
}

/** Resolves when the stylesheet is there; places measured before it are wrong. */
function whenStyled(root) {
  const link = root.querySelector("link[rel=stylesheet]");
  if (!link || link.sheet) return Promise.resolve();
  return new Promise((resolve) => link.addEventListener("load", resolve, { once: true }));
}

/** Codes used last, latest first. Ids made here sort by time. */
function latestCodes(codings) {
  const mine = codings.filter((coding) => coding.mine).sort((one, other) => (one.id < other.id ? 1 : -1));
  return [...new Set(mine.map((coding) => coding.code))].slice(0, RECENT);
}

function shorten(words, most = 60) {
  const line = words.replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
