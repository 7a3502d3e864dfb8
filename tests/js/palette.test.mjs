import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MOST_COLOURS, contrast, luminance, paletteFor, parse, variants,
} from "../../toolkit/ui/annotator/frontend/palette.js";

const codes = (count, colour = () => null) =>
  Array.from({ length: count }, (_, n) => ({ id: `code-${n}`, colour: colour(n) }));
const WHITE = luminance([1, 1, 1]);
const NEAR_BLACK = luminance(parse("#0e1117"));

test("there are never more colours than rules were written for", () => {
  const grey = (n) => `#${n.toString(16).padStart(2, "0").repeat(3)}`;
  for (const many of [codes(200), codes(200, grey), codes(60, (n) => (n % 2 ? grey(n) : null))]) {
    const { colours, slotOf } = paletteFor(many);
    assert.ok(colours.length <= MOST_COLOURS);
    for (const { id } of many) assert.ok(slotOf.get(id) < colours.length, id);
  }
});

test("up to 24 codes without a colour get one each", () => {
  assert.equal(new Set(paletteFor(codes(24)).slotOf.values()).size, 24);
});

test("codes of one colour share it, whatever its case", () => {
  const { slotOf } = paletteFor([{ id: "a", colour: "#AA0000" }, { id: "b", colour: "#aa0000" }]);
  assert.equal(slotOf.get("a"), slotOf.get("b"));
});

test("a colour that is none is replaced by a default one", () => {
  const { colours } = paletteFor([{ id: "a", colour: "red; background: url(x)" }]);
  assert.match(colours[0].light, /^#[0-9a-f]{6}$/);
});

test("every colour is seen on a light and on a dark page", () => {
  const awkward = ["#ffff00", "#ffffff", "#000000", "#000080", "#00ff00"];
  const defaults = paletteFor(codes(24)).colours;
  for (const { light, dark } of [...defaults, ...awkward.map(variants)]) {
    assert.ok(contrast(luminance(parse(light)), WHITE) >= 3, light);
    assert.ok(contrast(luminance(parse(dark)), NEAR_BLACK) >= 4.5, dark);
  }
});

test("a colour that is seen anyway stays as it is", () => {
  assert.equal(variants("#0072b2").light, "#0072b2");
});
