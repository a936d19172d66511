// The emperors of the fleet, with links to their dashboards.

import { get, wordsFor } from "./api.js";
import { byId, element, note, text } from "./dom.js";
import { aboutIt, badgesOf, hostOf, nameOf } from "./member.js";
import { Poll } from "./poll.js";
import { visible } from "./words.js";

const INTERVAL = 5000;

export class Fleet {
  #name;
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));

  /** @param name says what the emperor is called whose page this is */
  constructor(name) {
    this.#name = name;
  }

  start() {
    this.#poll.start();
  }

  stop() {
    this.#poll.stop();
  }

  async #ask(signal) {
    try {
      const fleet = await get("/v1/fleet", signal);
      text(byId("fleet-title"), `Fleet ${visible(fleet.fleet)}`);
      note(byId("fleet-trouble"), fleet.problem);
      byId("fleet").querySelector("ul").replaceChildren(...this.#cards(fleet.emperors));
      byId("fleet").hidden = false;
    } catch (failure) {
      if (!signal.aborted && failure.status) {
        note(byId("fleet-trouble"), wordsFor(failure)); // what was seen last stays
        byId("fleet").hidden = false;
      }
    }
  }

  #cards(emperors) {
    const here = hostOf(emperors, this.#name());
    return emperors.map((member) => element("li", {}, nameOf(member, here), ...badgesOf(member), ...aboutIt(member)));
  }
}
