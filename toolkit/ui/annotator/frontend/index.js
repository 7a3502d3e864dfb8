/**
 * The component's entry: Streamlit calls it on mount and again for every new message.
 *
 * The view lives as long as its host does. Streamlit also calls the cleanup of calls that were overtaken
 * by newer ones, so that a cleanup may end the view only if the host has left the page.
 */

import { View } from "./view.js";
import { say, speak } from "./words.js";

const views = new WeakMap();

export default function mount({ data, parentElement, setStateValue }) {
  if (data.words) speak(data.words);
  if (!isUpToDate()) {
    parentElement.replaceChildren(say("This browser is too old to show codings. Please update it."));
    return undefined;
  }
  // For whoever measures: what is shown from here on depends on the data alone.
  performance.mark("intercoder.data");
  if (!views.has(parentElement)) views.set(parentElement, new View(parentElement));
  const view = views.get(parentElement);
  view.update(data, (outbox) => setStateValue("outbox", outbox));
  return () => {
    if (parentElement.isConnected) return;
    view.destroy();
    views.delete(parentElement);
  };
}

/** Highlights on text, and a selection that can be read inside a component: in all browsers since 2025. */
function isUpToDate() {
  return "highlights" in CSS && "getComposedRanges" in Selection.prototype && "Segmenter" in Intl;
}
