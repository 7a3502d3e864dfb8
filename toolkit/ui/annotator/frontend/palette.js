/**
 * Colours of codes: at most 24, each in a variant for light and one for dark pages.
 *
 * Few colours keep painting fast (one rule per colour and lane), and more could not be told apart anyway:
 * names stand beside the text. The default ones start from the sets of Okabe & Ito and of Paul Tol, which
 * stay distinct for colour-blind readers, and are ordered so that neighbours differ in lightness too.
 */

export const MOST_COLOURS = 24;
const DEFAULT_COLOURS = [
  "#0072b2", "#d55e00", "#009e73", "#aa4499", "#c28a00", "#332288", "#cc6677", "#8a8a1f",
  "#3a93c9", "#882255", "#117733", "#cc79a7", "#8c5a2b", "#44aa99", "#5b6b7b", "#6a3d9a",
  "#c0272d", "#1f4e8c", "#6b8e23", "#c2185b", "#6c8ebf", "#a0522d", "#1b7f9c", "#7a7a7a",
];
const LEAST_CONTRAST = 3; // WCAG 2.2, 1.4.11: graphics against what they lie on
const LIGHT_PAGE = luminance([1, 1, 1]);
const DARK_PAGE = luminance([0.105, 0.11, 0.13]);

/**
 * Choose a colour for each code: its own if it has one, else the next default one.
 *
 * @param {{id: string, colour: string | null}[]} codes
 * @returns {{colours: {light: string, dark: string}[], slotOf: Map<string, number>}}
 */
export function paletteFor(codes) {
  const slots = [];
  const slotOf = new Map();
  for (const { id, colour } of codes.filter(hasColour)) slotOf.set(id, slotFor(colour.toLowerCase(), slots));
  const free = DEFAULT_COLOURS.filter((colour) => !slots.includes(colour));
  const own = slots.length;
  codes.filter((code) => !hasColour(code)).forEach(({ id }, place) => {
    const room = Math.min(MOST_COLOURS - own, free.length);
    slotOf.set(id, room > 0 ? slotFor(free[place % room], slots) : place % MOST_COLOURS);
  });
  return { colours: slots.map(variants), slotOf };
}

function hasColour({ colour }) {
  return /^#[0-9a-f]{6}$/i.test(colour ?? "");
}

function slotFor(colour, slots) {
  const known = slots.indexOf(colour);
  if (known >= 0) return known;
  return slots.length < MOST_COLOURS ? slots.push(colour) - 1 : nearest(colour, slots);
}

function nearest(colour, slots) {
  const distances = slots.map((slot) => distance(toOklab(parse(slot)), toOklab(parse(colour))));
  return distances.indexOf(Math.min(...distances));
}

/** The colour, lightened or darkened until it is seen on a light and on a dark page. */
export function variants(colour) {
  return { light: shift(colour, LIGHT_PAGE, -0.01), dark: shift(colour, DARK_PAGE, 0.01, 4.5) };
}

function shift(colour, page, step, least = LEAST_CONTRAST) {
  const [lightness, a, b] = toOklab(parse(colour));
  let shifted = parse(colour);
  for (let steps = 1; steps <= 100 && contrast(luminance(shifted), page) < least; steps++) {
    shifted = fromOklab([lightness + steps * step, a, b]);
  }
  return format(shifted);
}

/** Contrast of two luminances (WCAG 2.2). */
export function contrast(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance (WCAG 2.2) of red, green and blue from 0 to 1. */
export function luminance(rgb) {
  const [red, green, blue] = rgb.map(toLinear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue from 0 to 1 of a colour such as `#0072b2`. */
export function parse(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

function format(rgb) {
  const digits = rgb.map((part) => Math.round(part * 255).toString(16).padStart(2, "0"));
  return `#${digits.join("")}`;
}

function toLinear(part) {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function fromLinear(part) {
  const clamped = Math.min(Math.max(part, 0), 1);
  return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
}

// Oklab (Björn Ottosson, 2020): a change of lightness there keeps the hue as people see it.

function toOklab(rgb) {
  const [r, g, b] = rgb.map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(fromLinear);
}

function distance(one, other) {
  return Math.hypot(...one.map((part, index) => part - other[index]));
}
