// Tells who can't see the page what has changed.

import { byId, text } from "./dom.js";
import { reasonOf } from "./standing.js";

/** What changes at about the same time is told together. */
const GATHERED = 800;
const MOST = 3;

export class Announcer {
  #vassals;
  #before = null;
  #changes = new Map();
  #timer = null;

  constructor(vassals) {
    this.#vassals = vassals;
    vassals.watch((names) => this.#look(names));
  }

  #look(names) {
    if (this.#before === null) {
      this.#before = new Map(this.#vassals.all().map(({ name, state }) => [name, state]));
      return;
    }
    for (const name of names) {
      const vassal = this.#vassals.get(name);
      if (this.#before.get(name) !== vassal?.state) {
        this.#changes.set(name, sentence(name, vassal));
      }
      if (vassal === undefined) {
        this.#before.delete(name);
      } else {
        this.#before.set(name, vassal.state);
      }
    }
    if (this.#changes.size > 0) {
      this.#timer ??= setTimeout(() => this.#tell(), GATHERED);
    }
  }

  #tell() {
    const all = [...this.#changes.values()];
    text(byId("announcer"), all.length > MOST ? `${all.length} vassals have changed.` : all.join(" "));
    this.#changes.clear();
    this.#timer = null;
  }
}

function sentence(name, vassal) {
  if (vassal === undefined) {
    return `${name} is gone.`;
  }
  const reason = reasonOf(vassal);
  return `${name} is ${vassal.state}${reason ? `: ${reason}` : ""}.`;
}
