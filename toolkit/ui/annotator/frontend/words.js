/**
 * The language of the pane: every text it shows goes through `say`. English stands in the code; what another
 * language says for it comes with a message from the server, out of the one catalogue of all pages.
 */

const ENGLISH = { language: "en", texts: {}, counted: {} };

let spoken = ENGLISH;

/** Speak a language from now on: its code, its texts, and its forms for numbers of things, in CLDR's order. */
export function speak(words) {
  spoken = words ?? ENGLISH;
}

/** A text in the reader's language, with values put in where it names them in braces. */
export function say(text, values = {}) {
  return filled(spoken.texts[text] ?? text, values);
}

/** A text about `n` things; `{n}` in it is the number. */
export function sayMany(one, many, n, values = {}) {
  const forms = spoken.counted[one] ?? [one, many];
  const rule = new Intl.PluralRules(spoken.counted[one] ? spoken.language : ENGLISH.language);
  const form = forms[rule.resolvedOptions().pluralCategories.toSorted(byCldr).indexOf(rule.select(n))];
  return filled(form, { ...values, n: n.toLocaleString(spoken.language) });
}

/** A text as it is: it stands in the catalogue, and whoever shows it calls `say`. */
export const later = (text) => text;

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
}

const CLDR = ["zero", "one", "two", "few", "many", "other"];
const byCldr = (one, other) => CLDR.indexOf(one) - CLDR.indexOf(other);
