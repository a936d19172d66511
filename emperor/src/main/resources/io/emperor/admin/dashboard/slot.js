// One instance in the fleet's grid.

import { badge } from "./badges.js";
import { attribute, element, note, text } from "./dom.js";
import { isInService } from "./standing.js";
import { visible } from "./words.js";

export class Slot {
  #link = element("a", { rel: "noreferrer" });
  #state = element("span");
  #outdated = element("span");
  #reason = element("p", { class: "quiet" });

  constructor() {
    this.element = element("li", {}, this.#link, " ", this.#state, " ", this.#outdated, this.#reason);
  }

  /** @param dashboard of the emperor that has it; null if it can't be reached from here */
  show(slot, dashboard) {
    text(this.#link, visible(slot.name));
    attribute(this.#link, "href", dashboard === null ? null : pageOf(slot.name, dashboard));
    badge(this.#state, wordFor(slot));
    attribute(this.#state, "data-is", slot.passing ? "passing" : isInService(slot.state) ? "warning" : slot.state);
    badge(this.#outdated, slot.outdated ? "outdated" : "");
    attribute(this.#outdated, "title", slot.outdated && "It serves with other files than the newest.");
    note(this.#reason, visible(slot.reason));
    attribute(this.#reason, "title", slot.reason && visible(slot.reason));
  }
}

/** A state says nothing of the health: what runs and is not well says so. */
function wordFor({ state, passing }) {
  return passing || !isInService(state) ? visible(state) : `${visible(state)}, not passing`;
}

/** An instance is a vassal of its emperor. */
function pageOf(name, dashboard) {
  return `${dashboard.split("#")[0]}#/vassals/${encodeURIComponent(name)}`;
}
