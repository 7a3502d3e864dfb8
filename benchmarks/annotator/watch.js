/**
 * Laid into every page before its own scripts: tells when something is on screen, in milliseconds.
 *
 * "On screen" is the task after the frame that follows the change of the document: a task that a frame's
 * callback posts runs when the frame is out.
 */
(() => {
  const PATIENCE = 120_000;
  const roots = [document];
  const waiting = new Set();
  let begun = 0;

  const observer = new MutationObserver(() => look());
  const observe = (root) => observer.observe(root, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-codings", "data-unacked", "media", "rel"],
  });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    roots.push(root);
    observe(root);
    // A stylesheet that has come is no change of the document.
    root.addEventListener("load", () => look(), { capture: true });
    return root;
  };
  observe(document);
  for (const type of ["keydown", "mousedown"]) {
    addEventListener(type, () => { begun = performance.now(); }, { capture: true });
  }

  function onScreen(act) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => act(performance.now());
      channel.port2.postMessage(null);
    });
  }

  function look() {
    for (const one of waiting) {
      if (one.isThere()) {
        waiting.delete(one);
        one.there(performance.now());
      }
    }
  }

  const find = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);

  globalThis.bench = {
    find,
    count: (selector) => find(selector).length,
    get begun() { return begun; },
    /** Resolves to when the condition held, and when that was on screen. */
    await: (isThere) => new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`not seen within ${PATIENCE / 1000} s: ${isThere}`)), PATIENCE);
      waiting.add({ isThere, there: (changed) => onScreen((painted) => resolve({ changed, painted })) });
      look();
    }),
    /** Frame times, in milliseconds, while an element scrolls by `by` pixels a frame. */
    scroll: (box, frames, by) => new Promise((resolve) => {
      const times = [];
      let last = null;
      const step = (now) => {
        if (last !== null) times.push(now - last);
        last = now;
        if (times.length >= frames) { resolve(times); return; }
        box.scrollTop += by;
        if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) box.scrollTop = 0;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }),
  };
})();
