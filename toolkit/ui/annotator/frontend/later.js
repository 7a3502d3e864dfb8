/**
 * What can wait until the next frame is on screen. A coding is seen sooner if the frame that shows it need not
 * show all the numbers that change with it; they follow in the frame after.
 */

const AT_THE_LATEST = 100; // where no frames are drawn, as in a tab out of sight

export class Later {
  /** @param {() => void} act done once for all wishes since it was done last */
  constructor(act) {
    this.act = act;
    this.timer = null;
  }

  wish() {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => this.#do(), AT_THE_LATEST);
    // A frame's callbacks run before it is drawn: those of the one after it, when it is out.
    this.frame = requestAnimationFrame(() => {
      this.frame = requestAnimationFrame(() => this.#do());
    });
  }

  cancel() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.timer = null;
  }

  #do() {
    this.cancel();
    this.act();
  }
}
