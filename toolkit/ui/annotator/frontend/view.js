/**
 * The coding pane: holds its parts together and tells each what it is to show. What it shows is always what
 * the server has with the outbox replayed on top, so a coding appears at once and a rejected one goes away
 * by itself.
 */

import { Away } from "./away.js";
import { countsOf } from "./branches.js";
import { Choosing } from "./choosing.js";
import { Colours } from "./colours.js";
import { Digits } from "./digits.js";
import { element } from "./dom.js";
import { Filing } from "./filing.js";
import { EVERYTHING, choices, concernsTurns, letsThrough, readsTurn } from "./filter.js";
import { FilterBox } from "./filterbox.js";
import { FindBar } from "./findbar.js";
import { Footer } from "./footer.js";
import { Help, shown as shownKey } from "./help.js";
import { newId } from "./identifiers.js";
import { Journal } from "./journal.js";
import { Keyboard } from "./keyboard.js";
import { Keymap } from "./keymap.js";
import { Later } from "./later.js";
import { MemoList } from "./memos.js";
import { Near } from "./near.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Painter } from "./painter.js";
import { Picking } from "./picking.js";
import { Pointing } from "./pointing.js";
import { Proposing } from "./proposing.js";
import { nextOpen, progressOf } from "./progress.js";
import { QuickBar } from "./quickbar.js";
import { Row, sectionsOf } from "./rows.js";
import { TextSelection } from "./selection.js";
import { Settings } from "./settings.js";
import { Stripes } from "./stripes.js";
import { described, shorten } from "./telling.js";
import { Told, isSameReading } from "./told.js";
import { CLICKING, Toolbar } from "./toolbar.js";
import { Tree } from "./tree.js";
import { Turns, isMostlyRightToLeft } from "./turns.js";
import { later, say, sayMany } from "./words.js";
import { Work } from "./work.js";

const EDGE = 48;
const A_THIRD = 0.3;
// Where the codes lie over the text (style.css) and hide it.
const NARROW = "(max-width: 44rem)";
const HOW_TO_CLICK = {
  sentence: later("Click a sentence, then press a number, or Enter for all codes"),
  turn: later("Click a turn, then press a number, or Enter for all codes"),
};
const REFUSED = later("Not saved, and taken back here: {what}. Reason: {reason}.");
const REFUSED_ON = later("Not saved, and taken back here: {what} on “{words}”. Reason: {reason}.");
const AWAY = later("The server does not answer. Code on: it is kept here and saved when the server is back");

export class View {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.root = root;
    this.settings = new Settings(globalThis.sessionStorage, "session", {
      tree: !matchMedia(NARROW).matches, treeWidth: 0, counts: true, folded: [], clicking: "words", backlight: false,
    });
    this.forGood = new Settings(globalThis.localStorage, "keys", { keys: {} });
    this.keymap = new Keymap(this.forGood.get("keys"));
    this.shown = new Map();
    this.digitOf = new Map();
    this.told = new Told();
    this.counting = new Later(() => this.#showCounts());
    this.#build();
    this.#listen();
  }

  // Messages ------------------------------------------------------------------------------------------

  /** Show a message. Called for every one; the newest `send` is the one to use. */
  update(message, send) {
    this.send = send;
    const data = this.told.take(message);
    if (!data) {
      this.#askForAll(message);
      return;
    }
    const isOther = this.#isOtherDocument(data);
    const isNew = isOther || !isSameReading(data, this.data);
    const top = isOther ? 0 : this.scroller.scrollTop;
    this.data = data;
    if (isNew) this.#open(top);
    if (isOther) this.#openWork();
    this.colours.followTheme();
    const rejected = this.work.receive(data);
    this.#offer(this.work.codes);
    // One even without a code: a coding of an unknown one has to have a colour.
    this.painter.offer(Math.max(this.colours.count, 1));
    this.#refresh();
    this.#tellRejected(rejected);
    if (rejected.length || data.ack) this.journal.keep(this.work.outbox);
    if (isNew && this.work.outbox.size) this.post();
    if (isNew) this.#fit();
    this.#jump(data.jump);
  }

  /** A patch of what another view of this page held: say that this one holds nothing. */
  #askForAll({ doc }) {
    const outbox = this.work?.outbox ?? new Outbox(newId(), doc.id, doc.sha256);
    this.send({ ...outbox.message, rev: null });
  }

  #send() {
    this.send({ ...this.work.outbox.message, rev: this.told.rev });
  }

  destroy() {
    this.leaving.abort();
    this.counting.cancel();
    this.footer.destroy();
    this.#close();
    this.pane.remove();
  }

  #isOtherDocument({ doc, me }) {
    const identity = (data) => [data.doc.id, data.doc.revision, data.doc.sha256, data.me].join("\n");
    return !this.data || identity({ doc, me }) !== identity(this.data);
  }

  /**
   * Lay out the transcript of the latest message, scrolled down to `top`. Speakers and units can change while
   * somebody reads: they stay where they were, and keep what is not saved yet.
   */
  #open(top) {
    this.#close();
    const { doc } = this.data;
    this.turns = new Turns(doc.turns, doc.units);
    this.rows = this.turns.list.map((turn) => new Row(turn));
    this.sections = sectionsOf(this.rows);
    const sections = this.sections.map((section) => section.element);
    this.list.replaceChildren(...sections, this.caret, ...this.picking.handles.boxes);
    this.list.dir = isMostlyRightToLeft(this.turns.list) ? "rtl" : "ltr";
    this.scroller.scrollTop = top;
    this.scroller.setAttribute("aria-label", say("Transcript {name}. Press question mark for the keys.", { name: doc.id }));
    this.selection = new TextSelection(this.root, this.list, this.rows, this.turns);
    this.keyboard = new Keyboard(this);
    this.near = new Near(this.rows, this.sections, this.scroller, () => {
      this.painter.draw();
      this.stripes.draw();
    });
    this.filing = new Filing(this.turns);
    this.painter = new Painter(this.rows, this.turns, this.near, this.filing);
    this.pane.prepend(this.painter.style);
    this.pane.dataset.clicking = this.clicking;
    this.toolbar.offerClicking(!this.turns.units);
    this.stripes = this.#newStripes();
    this.findBar.open(this.turns.list);
    this.filterBox.filter = EVERYTHING;
  }

  #openWork() {
    const { doc, me, codings } = this.data;
    const outbox = new Outbox(newId(), doc.id, doc.sha256);
    this.work = new Work(outbox, newId);
    // Ids made here sort by time.
    const inTime = codings.filter(({ mine }) => mine).sort((one, other) => (one.id < other.id ? -1 : 1));
    this.digits = new Digits(inTime.map(({ code }) => code));
    this.jumped = null;
    this.journal = new Journal(globalThis.sessionStorage, me, doc.id);
    const { ops, lost } = this.journal.recover(doc.sha256);
    outbox.resume(ops);
    if (lost) this.notices.fault(sayMany(
      "{n} unsaved change was made on an earlier text and is lost.",
      "{n} unsaved changes were made on an earlier text and are lost.",
      lost,
    ));
  }

  #close() {
    if (!this.data) return;
    this.picking.draft = null;
    this.choosing.end();
    this.picking.letGo();
    this.near?.destroy();
    this.painter?.destroy();
    this.stripes?.destroy();
    this.notices.faults.replaceChildren();
  }

  #newStripes() {
    return new Stripes({
      list: this.list,
      rows: this.rows,
      turns: this.turns,
      near: this.near,
      filing: this.filing,
      onPick: (id) => this.picking.pick(id),
      onMore: (ids, button) => this.#showMore(ids, button),
      onHover: (id) => this.painter.mark("hover", this.shown.has(id) ? [this.shown.get(id)] : []),
    });
  }

  #showMore(ids, button) {
    this.picking.more.open(button, ids.map((id) => ({ id, ...this.look(this.shown.get(id)) })));
  }

  /** Take over the codes; they change rarely, so that their text is compared first. */
  #offer(codes) {
    if (codes === this.codesTold) return;
    this.codesTold = codes;
    const written = JSON.stringify(codes);
    if (written === this.codesWritten) return;
    this.codesWritten = written;
    this.codes = new Map(codes.map((code) => [code.id, code]));
    this.offered = codes.filter((code) => code.offered);
    this.colours.offer(codes);
    this.tree.offer(this.offered, this.codes, (id) => this.colours.of(id));
    this.stripes.invalidate();
    this.painter.offer(Math.max(this.colours.count, 1));
    const { armed } = this.choosing;
    if (armed && !this.offered.some(({ id }) => id === armed)) this.choosing.arm(null);
  }

  // Showing -------------------------------------------------------------------------------------------

  /** Show what the server has, and the outbox: at once what is coded, and then how much. */
  #refresh() {
    const { filter } = this.filterBox;
    this.#offer(this.work.codes);
    this.shown = filter === EVERYTHING ? this.work.codings : this.#filteredBy(filter);
    this.filing.update(this.shown);
    this.noted = countsOf([...this.work.memos.values()].map(({ subject }) => ({ code: subject })));
    // Ahead of all that changes anything: it measures, and nothing need be laid out for that yet.
    this.stripes.show((coding) => this.look(coding), (coding) => this.#marksOf(coding));
    this.painter.show((code) => this.colours.slotOf(code));
    this.picking.refresh();
    this.digitOf = this.digits.among(this.offered.map(({ id }) => id));
    // What tests wait for.
    Object.assign(this.pane.dataset, { rev: this.data.rev, unacked: this.work.outbox.size, codings: this.shown.size });
    this.counting.wish();
  }

  #filteredBy(filter) {
    const isShown = ([, coding]) => letsThrough(filter, coding, this.code(coding.code).theme);
    return new Map([...this.work.codings].filter(isShown));
  }

  #showCounts() {
    const all = [...this.work.codings.values()];
    const mine = all.filter((coding) => coding.mine).length;
    this.tree.show(countsOf(all), this.digitOf);
    this.tree.markNoted(this.noted);
    this.quickBar.show(this.clicking !== "words" && !this.isReadOnly, this.digitOf, (id) => this.#lookOfCode(id));
    this.toolbar.showProgress(this.#progress);
    this.toolbar.showMemos(this.#memosHere().length);
    this.footer.show({
      mine,
      others: all.length - mine,
      hidden: all.length - this.shown.size,
      unacked: this.work.outbox.size,
      isReadOnly: this.isReadOnly,
      hasUnits: Boolean(this.turns.units),
    });
  }

  get #progress() {
    const touched = this.ownCodings().map((coding) => this.turns.touched(coding));
    return progressOf(this.turns.list, touched.filter(Boolean));
  }

  showArmed(id) {
    const code = id && this.code(id);
    this.tree.armed = id;
    this.tree.markArmed(id);
    this.toolbar.showArmed(code, id && this.colours.of(id));
    this.pane.toggleAttribute("data-armed", Boolean(id));
    this.pane.style.setProperty("--armed-colour", id ? this.colours.of(id) : "transparent");
  }

  #filtered(filter) {
    const isBounded = concernsTurns(filter);
    this.rows.forEach((row) => row.element.toggleAttribute("data-out", isBounded && !readsTurn(filter, row.turn)));
    const first = isBounded && this.rows.find((row) => readsTurn(filter, row.turn));
    if (first) this.scrollTo(first.turn.start);
    this.#refresh();
  }

  get hasBacklight() {
    return this.settings.get("backlight");
  }

  setBacklight(isOn) {
    this.settings.set("backlight", isOn);
    this.pane.toggleAttribute("data-backlight", isOn);
    this.toolbar.showBacklight(isOn);
  }

  /** What a click selects: words, a sentence or a turn. */
  get clicking() {
    // Where units are fixed there is nothing to choose: a click takes the unit.
    if (this.turns?.units) return "sentence";
    const unit = this.settings.get("clicking");
    return CLICKING.includes(unit) ? unit : "words";
  }

  setClicking(unit) {
    this.settings.set("clicking", unit);
    this.toolbar.showClicking(unit);
    this.pane.dataset.clicking = unit;
    if (this.data) this.#refresh();
    if (unit in HOW_TO_CLICK) this.notices.hint(say(HOW_TO_CLICK[unit]));
  }

  clickUnit(position) {
    const { index, unit } = this.selection.place(position);
    const turn = this.turns.list[index];
    const found = this.clicking === "turn" ? turn : this.turns.sentenceAt(index, unit);
    const passage = this.turns.tidy(found);
    if (!passage || this.turns.indexAt(passage.start) !== index) {
      if (this.turns.units) this.notices.hint(say("No unit here: what interviewers say is context"));
      return;
    }
    this.picking.letGo();
    this.selection.set(passage.start, passage.end);
    if (this.choosing.armed && !this.isReadOnly) this.choosing.take(passage);
  }

  // Work ----------------------------------------------------------------------------------------------

  get isReadOnly() {
    return this.data.read_only;
  }

  ownCodings() {
    return [...this.work.codings.values()].filter((coding) => coding.mine);
  }

  /** Send what was done, and show it. */
  post() {
    this.journal.keep(this.work.outbox);
    this.#refresh();
    this.#send();
  }

  undo() {
    this.#takeBack("undo", later("Undone: {what}"), later("Nothing to undo"));
  }

  redo() {
    this.#takeBack("redo", later("Done again: {what}"), later("Nothing to redo"));
  }

  #takeBack(move, done, nothing) {
    if (this.isReadOnly) return;
    this.picking.settle();
    const act = this.work[move]();
    if (!act) {
      this.notices.hint(say(nothing));
      return;
    }
    this.notices.hint(say(done, { what: described(act.ops, (id) => this.code(id).label) }));
    this.post();
  }

  #sendAgain() {
    this.notices.announce(say("Not saved yet; trying again."));
    this.#send();
  }

  /** An act is rejected as a whole: tell it once. */
  #tellRejected(rejected) {
    const told = new Map(rejected.map((one) => [one.op.act ?? one.op.seq, []]));
    for (const one of rejected) told.get(one.op.act ?? one.op.seq).push(one);
    for (const group of told.values()) {
      const what = described(group.map(({ op }) => op), (id) => this.code(id).label);
      const about = group.find(({ op }) => op.start !== undefined)?.op;
      const words = about && shorten(this.turns.wordsOf(about));
      this.notices.fault(say(about ? REFUSED_ON : REFUSED, { what, words, reason: group[0].reason }));
    }
  }

  // Codings and codes ---------------------------------------------------------------------------------

  code(id) {
    return this.codes.get(id) ?? { id, label: this.proposing.labelOf(id), theme: "", definition: "", alt: [] };
  }

  #marksOf({ id, certainty }) {
    return { isUnsure: certainty === "unsure", hasMemo: this.noted.has(id) };
  }

  /** How a coding looks in the margin. */
  look(coding) {
    const code = this.code(coding.code);
    const marks = this.#marksOf(coding);
    const coder = coding.mine ? "" : say(", by {coder}", coding);
    const doubt = marks.isUnsure ? say(", unsure") : "";
    const noted = marks.hasMemo ? say(", with a memo") : "";
    const words = shorten(this.turns.wordsOf(coding));
    return {
      ...this.#lookOfCode(coding.code),
      ...marks,
      title: [code.theme && `${code.theme} › `, code.label, coder, doubt, noted].join(""),
      spoken: `${code.label}${coder}${doubt}${noted}: ${words}`,
    };
  }

  #lookOfCode(id) {
    return { label: this.code(id).label, colour: this.colours.of(id) };
  }

  /** Codings that hold or end at a position, smallest first. */
  codingsAt(position) {
    const length = ({ start, end }) => end - start;
    return [...this.shown.values()]
      .filter(({ start, end }) => start <= position && position <= end)
      .sort((one, other) => length(one) - length(other) || (one.id < other.id ? 1 : -1));
  }

  // Memos ---------------------------------------------------------------------------------------------

  /** Memos on this transcript and its codings, in the order of the text. */
  #memosHere() {
    const where = ({ about, subject }) => {
      if (about === "transcript") return subject === this.data.doc.id ? -1 : null;
      return about === "coding" ? (this.work.codings.get(subject)?.start ?? null) : null;
    };
    return [...this.work.memos.values()]
      .map((memo) => ({ memo, at: where(memo) }))
      .filter(({ at }) => at !== null)
      .sort((one, other) => one.at - other.at)
      .map(({ memo }) => memo);
  }

  /** On the code that is looked at in the tree, else on the coding selected or the transcript. */
  writeMemo() {
    const code = this.tree.focused;
    this.tree.hint.leave();
    if (code) this.picking.writeMemoOnCode(code);
    else this.picking.writeMemo();
  }

  #notesOn(code) {
    const key = this.isReadOnly ? null : shownKey(this.keymap.keysOf("memo")[0] ?? "");
    return { memos: this.work.memosAbout("code", code), key };
  }

  #openMemos(button) {
    const named = this.#memosHere().map((memo) => {
      const coding = this.work.codings.get(memo.subject);
      return { memo, subject: coding ? this.code(coding.code).label : say("This transcript") };
    });
    this.memoList.open(button, named, this.isReadOnly);
  }

  #pickMemo(memo) {
    if (this.shown.has(memo.subject)) this.#goToCoding(memo.subject);
    else this.picking.changeMemo(memo);
  }

  #writeOnTranscript() {
    this.picking.letGo();
    this.picking.writeMemo();
  }

  // Going somewhere -----------------------------------------------------------------------------------

  /** Go to the next (1) or previous (-1) turn without a coding of one's own. */
  goToOpen(by) {
    const at = this.selection.read()?.focus ?? this.keyboard.firstInView();
    const open = this.#progress.open.filter((index) => !this.rows[index].element.hasAttribute("data-out"));
    const index = nextOpen(open, this.turns.indexAt(at), by);
    if (index === null) {
      this.notices.hint(say("Every turn is coded"));
      return;
    }
    this.selection.set(this.turns.list[index].start);
    this.scroller.focus({ preventScroll: true });
    this.keyboard.show();
  }

  escape() {
    if (this.picking.id) this.picking.letGo();
    else if (this.choosing.armed) this.choosing.arm(null);
    this.keyboard.collapse();
  }

  /** Scroll as little as needed to bring a rectangle into view. */
  revealRect({ top, height }) {
    const view = this.scroller.getBoundingClientRect();
    if (top < view.top + EDGE) this.scroller.scrollTop += top - view.top - EDGE;
    else if (top + height > view.bottom - EDGE) this.scroller.scrollTop += top + height - view.bottom + EDGE;
  }

  reveal(position) {
    const { row, unit } = this.selection.place(position);
    this.revealRect(row.rectAt(unit));
  }

  scrollTo(position, then = () => {}) {
    const { row, unit } = this.selection.place(position);
    this.#aim(row.element.getBoundingClientRect());
    // Rows near the new place get their real height only now: aim again when they have it.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.#aim(row.rectAt(unit));
      then();
    }));
  }

  /** Scroll so that a height of the window comes to stand a third below the top. */
  #aim({ top }) {
    const offset = top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += offset - this.scroller.clientHeight * A_THIRD;
  }

  #goToCoding(id) {
    const [piece] = this.turns.pieces(this.shown.get(id));
    if (piece) this.scrollTo(Math.max(this.shown.get(id).start, this.turns.start), () => this.picking.pick(id));
  }

  #goToPassage({ start, end }) {
    this.scrollTo(start, () => {
      this.scroller.focus({ preventScroll: true });
      this.selection.set(start, end);
    });
  }

  /** Scroll to a coding or a passage and select it, once for each new wish. */
  #jump(wanted) {
    const name = JSON.stringify(wanted);
    const isNew = name !== this.jumped;
    this.jumped = name;
    if (!isNew || !wanted) return;
    if (wanted.end) whenStyled(this.root).then(() => this.#goToPassage(wanted));
    else if (this.shown.has(wanted)) whenStyled(this.root).then(() => this.#goToCoding(wanted));
  }

  #found(passages, current) {
    this.painter.mark("found", passages);
    this.painter.mark("reached", current ? [current] : []);
    if (current) this.scrollTo(current.start);
  }

  #leaveFinding(reached) {
    this.scroller.focus({ preventScroll: true });
    if (reached) this.selection.set(reached.start, reached.end);
  }

  // Building and listening ----------------------------------------------------------------------------

  #build() {
    this.notices = new Notices();
    this.help = new Help(this.keymap, () => this.forGood.set("keys", this.keymap.changed));
    this.footer = new Footer({
      onHelp: () => this.help.open(),
      onLate: () => this.#sendAgain(),
      onUndo: () => this.undo(),
      onRedo: () => this.redo(),
    });
    this.choosing = new Choosing(this);
    this.picking = new Picking(this);
    this.proposing = new Proposing(this);
    this.quickBar = new QuickBar((code) => this.choosing.byDigit(this.digitOf.get(code)));
    this.tree = new Tree(this.settings, {
      onUse: (code) => this.choosing.use(code),
      onOnly: (code) => this.filterBox.set({ code: this.filterBox.filter.code === code ? "" : code }),
      onSearch: () => this.choosing.hold(),
      onLeave: () => this.choosing.leave(),
      onResize: () => this.#resized(),
      notesOn: (code) => this.#notesOn(code),
      onMemo: (code, memo) => this.picking.writeMemoOnCode(code, memo),
    });
    this.findBar = new FindBar({
      position: () => this.selection.read()?.start ?? this.keyboard.firstInView(),
      onFound: (passages, current) => this.#found(passages, current),
      onLeave: (reached) => this.#leaveFinding(reached),
    });
    this.filterBox = new FilterBox(() => this.#choices(), (filter) => this.#filtered(filter));
    this.memoList = new MemoList({ onPick: (memo) => this.#pickMemo(memo), onWrite: () => this.#writeOnTranscript() });
    this.toolbar = new Toolbar({ find: this.findBar.box, filter: this.filterBox.button }, {
      onTree: () => this.tree.toggle(),
      onBacklight: () => this.setBacklight(!this.hasBacklight),
      onClicking: (unit) => this.setClicking(unit),
      onMemos: (button) => this.#openMemos(button),
      onDisarm: () => this.choosing.arm(null),
      onNextOpen: () => this.goToOpen(1),
    });
    this.#assemble();
    this.colours = new Colours(this.pane);
    this.toolbar.showTree(this.tree.isShown);
    this.setBacklight(this.hasBacklight);
    this.toolbar.showClicking(this.clicking);
  }

  #assemble() {
    this.caret = element("div", { class: "caret", "aria-hidden": "true" });
    this.list = element("div", { class: "turns", role: "list" });
    this.scroller = element("div", { class: "scroller", tabindex: "0", role: "region" }, this.list);
    this.pane = element(
      "div",
      // Here and not in the stylesheet, which comes later: the choice of colours depends on it.
      { class: "annotator", tabindex: "-1", style: "background-color: var(--st-background-color)" },
      this.toolbar.box,
      element("div", { class: "middle" }, this.tree.box, this.tree.grip, this.scroller, this.notices.box),
      this.quickBar.box,
      this.footer.box,
      this.picking.card.box,
      this.picking.more.box,
      this.picking.memoBox.box,
      this.choosing.chooser.box,
      this.filterBox.box,
      this.memoList.box,
      this.tree.hint.box,
      this.notices.spoken,
      this.help.box,
    );
    // Laid out without its stylesheet, a long text would take seconds, and be shown so.
    this.pane.style.display = "none";
    this.root.append(this.pane);
    whenStyled(this.root).then(() => this.#appear());
  }

  /** First its height, measured while it is not there, or all of it would be laid out twice. */
  #appear() {
    this.#measure();
    this.pane.style.removeProperty("display");
    if (this.data) this.#resized();
  }

  #choices() {
    const codings = [...this.work.codings.values()];
    return choices({ codings, codes: [...this.codes.values()], turns: this.turns.list, me: this.data.me });
  }

  #listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.pointing = new Pointing(this, signal);
    this.away = new Away(this.root, () => this.notices.hint(say(AWAY)), signal);
    document.addEventListener("scroll", () => this.#follow(), { signal, capture: true, passive: true });
    globalThis.addEventListener("resize", () => this.#fit(), { signal });
    globalThis.addEventListener("beforeunload", (event) => this.#warn(event), { signal });
    globalThis.addEventListener("beforeprint", () => this.#print(true), { signal });
    globalThis.addEventListener("afterprint", () => this.#print(false), { signal });
    this.pane.addEventListener("focus", () => this.scroller.focus({ preventScroll: true }));
    this.pane.addEventListener("keydown", (event) => this.keyboard.pressed(event));
    this.scroller.addEventListener("focus", () => this.keyboard.focused());
    this.scroller.addEventListener("blur", () => this.keyboard.blurred());
  }

  /** Fill the window below whatever stands above the pane, so that the page itself need not scroll. */
  #fit() {
    this.#measure();
    this.#resized();
  }

  #measure() {
    const above = this.root.host.getBoundingClientRect().top;
    const told = `${above}px`;
    // Inherited by everything in the pane, which all would be styled anew: only if it changes.
    if (above < 0 || above >= innerHeight / 2 || told === this.pane.style.getPropertyValue("--above")) return;
    this.pane.style.setProperty("--above", told);
  }

  #resized() {
    this.toolbar.showTree(this.tree.isShown);
    if (this.data) this.picking.refresh();
    this.#follow();
  }

  /** Floating elements stay with what they are about. */
  #follow() {
    if (!this.data) return;
    if (this.choosing.isOpen) this.choosing.chooser.place();
    this.picking.follow();
  }

  #print(isPaper) {
    if (!this.data) return;
    this.colours.forPaper(isPaper);
    this.near.all(isPaper);
    this.painter.draw();
    this.stripes.invalidate();
    this.stripes.draw();
  }

  #warn(event) {
    this.picking.settle();
    if (this.work?.outbox.size) event.preventDefault();
  }
}

/** Resolves when the stylesheet is there; places measured before it are wrong. */
function whenStyled(root) {
  const link = root.querySelector("link[rel=stylesheet]");
  if (!link || link.sheet) return Promise.resolve();
  return new Promise((resolve) => {
    for (const outcome of ["load", "error"]) link.addEventListener(outcome, resolve, { once: true });
  });
}
