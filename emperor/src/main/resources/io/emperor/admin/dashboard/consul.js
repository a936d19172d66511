// A vassal's service as Consul sees it, which may differ from what the emperor wants.

import { get, pathOf, wordsFor } from "./api.js";
import { badge } from "./badges.js";
import { byId, element, facts, note } from "./dom.js";
import { Poll } from "./poll.js";
import { inWords } from "./words.js";

const INTERVAL = 5000;

export class ConsulView {
  #name = "";
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));

  start(name) {
    this.stop();
    this.#name = name;
    this.#show({ error: "Consul has not answered yet." });
    this.#poll.start();
  }

  /** Asks at once. */
  resume() {
    this.#poll.start();
  }

  stop() {
    this.#poll.stop();
  }

  async #ask(signal) {
    try {
      const seen = await get(pathOf(this.#name, "/consul"), signal);
      if (!signal.aborted) {
        this.#show(seen);
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.#show({ error: wordsFor(failure) });
      }
    }
  }

  #show({ service, checks, error }) {
    const known = service && Object.keys(service).length > 0;
    note(byId("consul-none"), error ?? (known ? "" : "Consul does not know it."));
    facts(
      byId("consul-service"),
      Object.entries(service ?? {}).map(([key, value]) => [key, inWords(value)]),
    );
    byId("consul-checks").replaceChildren(...(checks ?? []).map(card));
  }
}

function card(check) {
  const status = element("span");
  badge(status, of(check, "status"));
  return element(
    "li",
    {},
    element("strong", {}, of(check, "name") || of(check, "checkId")),
    " ",
    status,
    element("p", {}, of(check, "output")),
  );
}

/** Consul writes its names with a capital first. */
function of(check, key) {
  const found = Object.keys(check).find((name) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? "" : inWords(check[found]);
}
