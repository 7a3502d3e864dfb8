import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { later, say, sayMany, speak } from "../../toolkit/ui/annotator/frontend/words.js";

const GERMAN = {
  language: "de",
  texts: { "Coded {label}": "Kodiert: {label}" },
  counted: { "{n} coding": ["{n} Kodierung", "{n} Kodierungen"] },
};

afterEach(() => speak(null));

test("without a catalogue, English is spoken", () => {
  assert.equal(say("Coded {label}", { label: "trust" }), "Coded trust");
  assert.equal(sayMany("{n} coding", "{n} codings", 1), "1 coding");
  assert.equal(sayMany("{n} coding", "{n} codings", 1200), "1,200 codings");
});

test("a catalogue is spoken, and what it lacks stays English", () => {
  speak(GERMAN);
  assert.equal(say("Coded {label}", { label: "Vertrauen" }), "Kodiert: Vertrauen");
  assert.equal(sayMany("{n} coding", "{n} codings", 1), "1 Kodierung");
  assert.equal(sayMany("{n} coding", "{n} codings", 1200), "1.200 Kodierungen");
  assert.equal(say(later("Memo saved")), "Memo saved");
  assert.equal(sayMany("{n} memo", "{n} memos", 0), "0 memos");
});

test("a value that looks like a place for one is put in as it is", () => {
  assert.equal(say("Coded {label}", { label: "{label}" }), "Coded {label}");
  assert.equal(say("Coded {toString}"), "Coded {toString}");
});
