// One vassal in the list.

import { badge } from "./badges.js";
import { attribute, element, text } from "./dom.js";
import { STATES, generationOf, healthOf, reasonOf } from "./standing.js";
import { age } from "./words.js";

const HEALTH = ["critical", "warning", "passing", ""];

/** The columns, and what each is sorted by. */
export const COLUMNS = [
  { title: "Name", rank: (vassal) => vassal.name },
  { title: "State", rank: (vassal) => STATES.indexOf(vassal.state) },
  { title: "Health", rank: (vassal) => HEALTH.indexOf(healthOf(vassal)) },
  { title: "Service", rank: (vassal) => vassal.serviceName ?? "" },
  { title: "Port", rank: (vassal) => vassal.port ?? 0 },
  { title: "Generation", rank: (vassal) => vassal.generation },
  { title: "Restarts", rank: (vassal) => vassal.restarts },
  { title: "Age", rank: (vassal) => -Date.parse(vassal.since) },
  { title: "Reason", rank: reasonOf },
];

export class Row {
  #vassal;
  #cells = COLUMNS.map(({ title }, index) =>
    element(index === 0 ? "th" : "td", { "data-title": title, role: index === 0 ? "rowheader" : "cell", scope: index === 0 && "row" }),
  );
  #state = element("span");
  #maintenance = element("span");
  #health = element("span");
  #age = element("time");

  constructor(vassal) {
    this.element = element("tr", { role: "row" }, ...this.#cells);
    const [name, state, health, , , , , since] = this.#cells;
    name.append(element("a", { href: `#/vassals/${encodeURIComponent(vassal.name)}` }, vassal.name));
    state.append(this.#state, " ", this.#maintenance);
    health.append(this.#health);
    since.append(this.#age);
    this.show(vassal);
  }

  show(vassal) {
    this.#vassal = vassal;
    const [, , , service, port, generation, restarts, , reason] = this.#cells;
    attribute(this.element, "data-state", vassal.state);
    badge(this.#state, vassal.state);
    badge(this.#maintenance, vassal.maintenance ? "maintenance" : "");
    badge(this.#health, healthOf(vassal));
    text(service, vassal.serviceName ?? "");
    text(port, String(vassal.port ?? ""));
    text(generation, generationOf(vassal));
    text(restarts, String(vassal.restarts));
    text(reason, reasonOf(vassal));
    attribute(this.#age, "datetime", vassal.since);
    attribute(this.#age, "title", new Date(vassal.since).toLocaleString());
    this.tick(Date.now());
  }

  tick(now) {
    text(this.#age, age(this.#vassal.since, now));
  }
}
