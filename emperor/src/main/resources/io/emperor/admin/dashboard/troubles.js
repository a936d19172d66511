// What needs the operator, above everything else, with what to do.

import { arrange, attribute, byId, element, text } from "./dom.js";
import { adviceFor, needsYou, reasonOf, troubleOf, urgencyOf } from "./standing.js";

/** More are counted only: the list shows them all. */
const MOST = 5;

export class Troubles {
  #vassals;
  #showAll;
  #items = new Map();
  #agents = [];
  #moreItem = element("li", {}, element("button", { type: "button" }));
  #list = byId("troubles").querySelector("ul");

  /** @param showAll is called to show all vassals that need somebody */
  constructor(vassals, showAll) {
    this.#vassals = vassals;
    this.#showAll = showAll;
    vassals.watch(() => this.#show());
  }

  agents(agents) {
    this.#agents = agents;
    this.#show();
  }

  #show() {
    const needy = this.#vassals.all().filter(needsYou).sort(byUrgency);
    const told = [...agentTroubles(this.#agents), ...needy.slice(0, MOST).map(ofVassal)];
    const before = this.#items;
    this.#items = new Map(told.map((trouble) => [trouble.key, before.get(trouble.key) ?? itemFor(trouble)]));
    told.forEach((trouble) => this.#items.get(trouble.key).show(trouble));
    const items = [...this.#items.values()].map((item) => item.element);
    if (needy.length > MOST) {
      items.push(this.#more(needy.length - MOST));
    }
    arrange(this.#list, items);
    attribute(byId("troubles"), "data-grave", told.some(({ grave }) => grave));
    byId("troubles").hidden = items.length === 0;
  }

  #more(count) {
    const button = this.#moreItem.firstElementChild;
    button.onclick = this.#showAll;
    text(button, `${count} more: show all`);
    return this.#moreItem;
  }
}

function byUrgency(one, other) {
  return urgencyOf(one) - urgencyOf(other) || (one.name < other.name ? -1 : 1);
}

function ofVassal(vassal) {
  return {
    key: `vassal ${vassal.name}`,
    grave: vassal.state === "cursed",
    title: `${vassal.name} ${troubleOf(vassal)}`,
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
      grave: true,
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
  const item = element("li", {}, title, words, advice);
  return {
    element: item,
    show(trouble) {
      attribute(item, "data-grave", trouble.grave);
      text(title, trouble.title);
      text(words, trouble.words);
      attribute(words, "title", trouble.words);
      text(advice, trouble.advice);
      advice.hidden = trouble.advice === "";
    },
  };
}
