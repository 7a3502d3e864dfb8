/** What this browser remembers of how the coder likes the pane. Best effort: storage may be forbidden. */

export class Settings {
  /**
   * @param {Storage} storage `sessionStorage` for one session, `localStorage` for good
   * @param {object} usual what holds unless something else is kept
   */
  constructor(storage, name, usual) {
    Object.assign(this, { storage, usual });
    this.key = `intercoder.annotator/${name}`;
    this.kept = { ...usual, ...this.#read() };
  }

  get(name) {
    return this.kept[name];
  }

  set(name, value) {
    this.kept[name] = value;
    try {
      this.storage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // Full or forbidden: it holds until the page is left.
    }
  }

  /** Only what is of the kind expected: anything may have been written there. */
  #read() {
    try {
      const found = JSON.parse(this.storage.getItem(this.key)) ?? {};
      const fits = ([name, value]) => name in this.usual && kindOf(value) === kindOf(this.usual[name]);
      return Object.fromEntries(Object.entries(found).filter(fits));
    } catch {
      return {};
    }
  }
}

function kindOf(value) {
  return Array.isArray(value) ? "list" : typeof value;
}
