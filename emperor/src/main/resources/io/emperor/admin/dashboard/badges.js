// The coloured words; the word says it, the colour only helps.

import { attribute, text } from "./dom.js";

export function badge(node, word) {
  node.classList.add("badge");
  attribute(node, "data-is", word);
  text(node, word);
  node.hidden = word === "";
}
