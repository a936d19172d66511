// What needs the operator, above everything else, with what to do.

import { arrange, byId, element, text } from "./dom.js";
import { adviceFor, reasonOf } from "./standing.js";

/** More are counted only: the list shows them all. */
const MOST = 5;

export class Troubles {
  #vassals;
  #showCursed;
  #items = new Map();
  #agents = [];
  #moreItem = element("li", {}, element("button", { type: "button" }));
  #list = byId("troubles").querySelector("ul");

  /** @param showCursed is called to show all that are cursed */
  constructor(vassals, showCursed) {
    this.#vassals = vassals;
    this.#showCursed = showCursed;
    vassals.watch(() => this.#show());
  }

  agents(agents) {
    this.#agents = agents;
    this.#show();
  }

  #show() {
    const cursed = this.#vassals.all().filter((vassal) => vassal.state === "cursed");
    const told = [...agentTroubles(this.#agents), ...cursed.slice(0, MOST).map(ofVassal)];
    const before = this.#items;
    this.#items = new Map(told.map((trouble) => [trouble.key, before.get(trouble.key) ?? itemFor(trouble)]));
    told.forEach((trouble) => this.#items.get(trouble.key).show(trouble));
    const items = [...this.#items.values()].map((item) => item.element);
    if (cursed.length > MOST) {
      items.push(this.#more(cursed.length - MOST));
    }
    arrange(this.#list, items);
    byId("troubles").hidden = items.length === 0;
  }

  #more(count) {
    const button = this.#moreItem.firstElementChild;
    button.onclick = this.#showCursed;
    text(button, `${count} more are cursed: show all`);
    return this.#moreItem;
  }
}

function ofVassal(vassal) {
  return {
    key: `vassal ${vassal.name}`,
    title: `${vassal.name} is cursed`,
    href: `#/vassals/${encodeURIComponent(vassal.name)}`,
    words: reasonOf(vassal),
    advice: adviceFor(vassal),
  };
}

/** What is wrong with the agents, and what that means for the vassals. */
function agentTroubles(agents) {
  const none = agents.length > 0 && agents.every((agent) => !agent.reachable);
  return agents
    .filter((agent) => agent.trouble || !agent.reachable)
    .map((agent) => ({
      key: `agent ${agent.address}`,
      title: `Consul agent ${agent.address}${agent.node ? ` (${agent.node})` : ""}`,
      words: agent.trouble || "It does not answer.",
      advice: none
        ? "No agent answers. The vassals go on running, and are registered again by themselves as soon as one does."
        : "",
    }));
}

function itemFor({ href }) {
  const title = element(href ? "a" : "strong", { href });
  const words = element("p");
  const advice = element("p", { class: "advice" });
  return {
    element: element("li", {}, title, words, advice),
    show(trouble) {
      text(title, trouble.title);
      text(words, trouble.words);
      text(advice, trouble.advice);
      advice.hidden = trouble.advice === "";
    },
  };
}
