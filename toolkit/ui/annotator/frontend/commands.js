/** What every command of the key map does. */

import { CLICKING } from "./toolbar.js";

/** @param {import("./view.js").View} view */
export function commandsOf(view) {
  const { choosing, picking } = view;
  const caret = () => view.keyboard;
  const move = (direction, granularity) => () => caret().modify("move", direction, granularity);
  const extend = (direction, granularity) => () => caret().modify("extend", direction, granularity);
  // With a coding selected, the keys that extend a selection move its end.
  const stretch = (edge, by, granularity, otherwise = () => {}) => () => {
    if (!picking.stretch(edge, by, granularity)) otherwise();
  };
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [`digit${digit}`, () => choosing.byDigit(digit)]);
  return {
    nextTurn: () => caret().stepTurn(1),
    previousTurn: () => caret().stepTurn(-1),
    nextOpen: () => view.goToOpen(1),
    previousOpen: () => view.goToOpen(-1),
    right: move("right", "character"),
    left: move("left", "character"),
    wordRight: move("right", "word"),
    wordLeft: move("left", "word"),
    lineStart: move("backward", "lineboundary"),
    lineEnd: move("forward", "lineboundary"),
    extendRight: stretch("end", 1, "character", extend("right", "character")),
    extendLeft: stretch("end", -1, "character", extend("left", "character")),
    extendWordRight: stretch("end", 1, "word", extend("right", "word")),
    extendWordLeft: stretch("end", -1, "word", extend("left", "word")),
    extendDown: extend("forward", "line"),
    extendUp: extend("backward", "line"),
    extendLineEnd: extend("forward", "lineboundary"),
    extendLineStart: extend("backward", "lineboundary"),
    startRight: stretch("start", 1, "character"),
    startLeft: stretch("start", -1, "character"),
    startWordRight: stretch("start", 1, "word"),
    startWordLeft: stretch("start", -1, "word"),
    sentence: () => caret().selectSentence(),
    wholeTurn: () => caret().selectTurn(),
    choose: () => choosing.choose(),
    repeat: () => choosing.repeat(),
    newCode: () => view.proposing.name(),
    inVivo: () => view.proposing.inVivo(),
    arm: () => choosing.chooseToArm(),
    nextClicking: () => view.setClicking(CLICKING[(CLICKING.indexOf(view.clicking) + 1) % CLICKING.length]),
    ...Object.fromEntries(digits),
    outward: () => picking.outward(),
    nextCoding: () => picking.goOn(1),
    previousCoding: () => picking.goOn(-1),
    recode: () => picking.recode(),
    memo: () => view.writeMemo(),
    doubt: () => picking.doubt(),
    remove: () => picking.remove(),
    undo: () => view.undo(),
    redo: () => view.redo(),
    find: () => view.findBar.focus(),
    filter: () => view.filterBox.toggle(),
    backlight: () => view.setBacklight(!view.hasBacklight),
    tree: () => view.tree.toggle(),
    findCode: () => view.tree.focusSearch(),
    escape: () => view.escape(),
    help: () => view.help.open(),
  };
}
