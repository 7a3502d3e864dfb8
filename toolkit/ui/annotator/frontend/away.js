/**
 * While the server does not answer, Streamlit covers the page with a box and takes the keyboard along. Here
 * work goes on and is saved later: the box is put away, and the keyboard is back where it was.
 */

const TITLE = "Connection error";
const FRAMES = 30;

export class Away {
  /**
   * @param {ShadowRoot} root where the keyboard is to stay
   * @param {() => void} onAway the server does not answer
   * @param {AbortSignal} signal
   */
  constructor(root, onAway, signal) {
    Object.assign(this, { root, onAway, left: null });
    const watching = new MutationObserver((changes) => this.#look(changes));
    watching.observe(document.body, { childList: true });
    signal.addEventListener("abort", () => watching.disconnect());
    // The box takes the keyboard in the task that shows it: what lost it then is to have it again.
    root.addEventListener("focusout", (event) => this.#leave(event.target), { signal });
  }

  #leave(element) {
    this.left = element;
    setTimeout(() => {
      if (this.left === element) this.left = null;
    }, 0);
  }

  #look(changes) {
    for (const { addedNodes, removedNodes } of changes) {
      const box = [...addedNodes].find(tellsOfConnection);
      if (box) this.#putAway(box);
      if ([...removedNodes].includes(this.box)) this.#giveBack();
    }
  }

  #putAway(box) {
    Object.assign(this, { box, before: this.root.activeElement ?? this.left });
    box.style.display = "none";
    box.querySelector("[aria-label='Close']")?.click();
    this.onAway();
  }

  #giveBack() {
    const { before } = this;
    Object.assign(this, { box: null, before: null });
    if (before) this.#focus(before, FRAMES);
  }

  /** Streamlit lets go of the keyboard some frames after the box. */
  #focus(element, frames) {
    if (!frames || this.root.activeElement) return;
    if (document.activeElement === document.body) element.focus({ preventScroll: true });
    requestAnimationFrame(() => this.#focus(element, frames - 1));
  }
}

function tellsOfConnection(node) {
  return node.matches?.("[data-testid='stDialog']") && node.querySelector("h2")?.textContent === TITLE;
}
