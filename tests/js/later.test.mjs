import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Later } from "../../toolkit/ui/annotator/frontend/later.js";

const frames = new Map();
let done = 0;

/** Draw a frame: what was asked for meanwhile runs in the next one. */
function draw() {
  const acts = [...frames.values()];
  frames.clear();
  for (const act of acts) act();
}

beforeEach(() => {
  done = 0;
  frames.clear();
  let last = 0;
  globalThis.requestAnimationFrame = (act) => {
    last += 1;
    frames.set(last, act);
    return last;
  };
  globalThis.cancelAnimationFrame = (frame) => frames.delete(frame);
});

const counting = () => new Later(() => { done += 1; });
const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

test("what can wait is done when one frame is out, once for all wishes", () => {
  const later = counting();
  later.wish();
  later.wish();
  draw();
  assert.equal(done, 0);
  later.wish();
  draw();
  assert.equal(done, 1);
  draw();
  assert.equal(done, 1);
});

test("a wish after that is another one", () => {
  const later = counting();
  later.wish();
  draw();
  draw();
  later.wish();
  draw();
  draw();
  assert.equal(done, 2);
});

test("where no frame is drawn it is done all the same, once", async () => {
  const later = counting();
  later.wish();
  await wait(300);
  assert.equal(done, 1);
  draw();
  draw();
  assert.equal(done, 1);
});

test("a wish taken back is not done", async () => {
  const later = counting();
  later.wish();
  draw();
  later.cancel();
  draw();
  await wait(300);
  assert.equal(done, 0);
});
