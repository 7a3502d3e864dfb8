/** What the coder must know: shown until closed if it is a fault, else told quietly to assistive technology. */

import { element } from "./dom.js";
import { say } from "./words.js";

const BRIEFLY = 2500;

export class Notices {
  constructor() {
    this.spoken = element("div", { class: "spoken", "aria-live": "polite" });
    this.faults = element("div", { class: "faults", role: "alert" });
    this.brief = element("div", { class: "brief", role: "status" });
    this.box = element("div", { class: "notices" }, this.faults, this.brief);
  }

  /** For those who do not see it happen. */
  announce(words) {
    this.spoken.textContent = words;
  }

  /** A hint that goes by itself. */
  hint(words) {
    clearTimeout(this.timer);
    this.brief.textContent = words;
    this.timer = setTimeout(() => this.brief.replaceChildren(), BRIEFLY);
  }

  /** A fault that stays until closed. */
  fault(words) {
    const notice = element("div", { class: "fault" }, element("span", {}, words));
    const close = { class: "close", type: "button", "aria-label": say("Close"), onclick: () => notice.remove() };
    notice.append(element("button", close, "×"));
    this.faults.append(notice);
  }
}
