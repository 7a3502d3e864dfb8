/** Finds codes as the coder types. */

/** Lower case without accents, so that `securite` finds `Sécurité`. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Codes that match every word of the query, best first; all of them, in order, for a blank query.
 *
 * @returns {{code: object, also: string | null}[]} `also` is another name of the code, if that is what matched
 */
export function findCodes(codes, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.length) return codes.map((code) => ({ code, also: null }));
  return codes
    .map((code, place) => ({ ...match(code, words), code, place }))
    .filter(({ score }) => score !== null)
    .sort((one, other) => one.score - other.score || one.place - other.place)
    .map(({ code, also }) => ({ code, also }));
}

function match(code, words) {
  let score = 0;
  let also = null;
  for (const word of words) {
    const byName = [code.label, code.theme, ...code.alt].map((name) => quality(fold(name), word));
    const best = bestOf(byName);
    if (best === null) return { score: null, also };
    // A hit in the label beats one in another name, and that one in the theme.
    score += byName[best] + (best === 0 ? 0 : best === 1 ? 20 : 10);
    if (best > 1) also = code.alt[best - 2];
  }
  return { score, also };
}

/** 0: the name starts so; 1: a word in it does; 2: it occurs; null: it does not. */
function quality(name, word) {
  if (name.startsWith(word)) return 0;
  const at = name.indexOf(word);
  if (at < 0) return null;
  return name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? 1 : 2;
}

/** Label first, then other names, then the theme. */
function bestOf(byName) {
  const order = [0, ...byName.keys()].filter((place, index) => index === 0 || place > 1);
  return [...order, 1].find((place) => byName[place] !== null) ?? null;
}
