/** Keeps the outbox over a reload of the tab. Best effort: a browser may forbid storage. */

export class Journal {
  /** @param {Storage} storage such as `sessionStorage` */
  constructor(storage, me, doc) {
    this.storage = storage;
    this.key = `intercoder.annotator/${me}/${doc}`;
  }

  keep(outbox) {
    try {
      if (!outbox.size) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, JSON.stringify({ sha256: outbox.sha256, ops: outbox.ops }));
    } catch {
      // Full or forbidden: the warning on leaving the page is what remains.
    }
  }

  /** Operations kept for this text, and how many were lost because the text is another now. */
  recover(sha256) {
    const kept = this.#read();
    if (!Array.isArray(kept?.ops)) return { ops: [], lost: 0 };
    if (kept.sha256 !== sha256) return { ops: [], lost: kept.ops.length };
    return { ops: kept.ops, lost: 0 };
  }

  #read() {
    try {
      return JSON.parse(this.storage.getItem(this.key));
    } catch {
      return null;
    }
  }
}
