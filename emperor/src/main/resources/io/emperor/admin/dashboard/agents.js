// The agents, and which of them is used.

import { get, isRefusal } from "./api.js";
import { badge } from "./badges.js";
import { byId, element } from "./dom.js";
import { Poll } from "./poll.js";
import { age } from "./words.js";

const INTERVAL = 5000;

export class Agents {
  #told;
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));

  /** @param told is given the agents whenever the emperor has told of them */
  constructor(told) {
    this.#told = told;
  }

  start() {
    this.#poll.start();
  }

  stop() {
    this.#poll.stop();
  }

  async #ask(signal) {
    try {
      const agents = await get("/v1/agents", signal);
      byId("agents").querySelector("ul").replaceChildren(...agents.map(card));
      byId("agents").hidden = false;
      this.#told(agents);
    } catch (failure) {
      if (!signal.aborted && isRefusal(failure)) {
        this.stop(); // it does not tell of them
      }
    }
  }
}

function card(agent) {
  const use = element("span");
  const answers = element("span");
  badge(use, agent.inUse ? "in use" : "");
  badge(answers, agent.trouble && agent.reachable ? "in trouble" : agent.reachable ? "reachable" : "gone");
  const last = agent.lastContact ? `last contact ${age(agent.lastContact)} ago` : "never answered";
  return element(
    "li",
    {},
    element("strong", {}, agent.address),
    agent.node ? ` ${agent.node} ` : " ",
    use,
    " ",
    answers,
    element("p", { class: "quiet" }, last),
    ...(agent.trouble ? [element("p", {}, agent.trouble)] : []),
  );
}
