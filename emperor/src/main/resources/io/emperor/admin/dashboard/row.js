// One vassal in the list.

import { badge } from "./badges.js";
import { attribute, element, text } from "./dom.js";
import { addressOf, generationOf, hasFailedReload, healthOf, needsYou, reasonOf, urgencyOf } from "./standing.js";
import { age, bytes, short } from "./words.js";

const HEALTH = ["critical", "warning", "passing", ""];

/** The columns, and what each is sorted by. */
export const COLUMNS = [
  { title: "Name", rank: (vassal) => vassal.name },
  { title: "State", rank: urgencyOf },
  { title: "Health", rank: (vassal) => HEALTH.indexOf(healthOf(vassal)) },
  { title: "Service", rank: (vassal) => vassal.serviceName ?? "" },
  { title: "Address", rank: (vassal) => vassal.port ?? 0 },
  { title: "Gen.", rank: (vassal) => vassal.generation },
  { title: "Restarts", rank: (vassal) => vassal.restarts },
  { title: "Req./s", rank: (vassal, use) => -(use?.rate ?? -1) },
  { title: "Memory", rank: (vassal, use) => -(use?.memory ?? -1) },
  { title: "Age", rank: (vassal) => -Date.parse(vassal.since) },
  { title: "Reason", rank: reasonOf },
];

export class Row {
  #vassal;
  #use;
  #cells = new Map(
    COLUMNS.map(({ title }, index) => [
      title,
      element(index === 0 ? "th" : "td", {
        "data-title": title,
        role: index === 0 ? "rowheader" : "cell",
        scope: index === 0 && "row",
      }),
    ]),
  );
  #state = element("span");
  #maintenance = element("span");
  #health = element("span");
  #link = element("a", { rel: "noreferrer" });
  #age = element("time");

  constructor(vassal) {
    this.element = element("tr", { role: "row" }, ...this.#cells.values());
    const name = { href: `#/vassals/${encodeURIComponent(vassal.name)}`, title: vassal.name };
    this.#cells.get("Name").append(element("a", name, vassal.name));
    this.#cells.get("State").append(this.#state, " ", this.#maintenance);
    this.#cells.get("Health").append(this.#health);
    this.#cells.get("Age").append(this.#age);
    this.show(vassal);
  }

  show(vassal) {
    this.#vassal = vassal;
    attribute(this.element, "data-state", vassal.state);
    attribute(this.element, "data-needy", needsYou(vassal));
    badge(this.#state, vassal.state);
    attribute(this.#state, "data-is", hasFailedReload(vassal) ? "reload-failed" : vassal.state);
    badge(this.#maintenance, vassal.maintenance ? "maintenance" : "");
    badge(this.#health, healthOf(vassal));
    this.#say("Service", vassal.serviceName ?? "");
    this.#showAddress(addressOf(vassal));
    this.#say("Gen.", generationOf(vassal));
    this.#say("Restarts", String(vassal.restarts));
    this.#say("Reason", reasonOf(vassal));
    attribute(this.#cells.get("Reason"), "title", reasonOf(vassal));
    attribute(this.#age, "datetime", vassal.since);
    attribute(this.#age, "title", new Date(vassal.since).toLocaleString());
    this.tick(Date.now());
  }

  /** What it does and takes, as far as that is known; what is sorted by stays with the row. */
  use(use) {
    this.#use = use;
    this.#say("Req./s", typeof use?.rate === "number" ? short(use.rate) : "");
    this.#say("Memory", typeof use?.memory === "number" ? bytes(use.memory) : "");
  }

  /** What it is sorted by in a column. */
  rank(column) {
    return column.rank(this.#vassal, this.#use);
  }

  tick(now) {
    text(this.#age, age(this.#vassal.since, now));
  }

  #say(title, words) {
    text(this.#cells.get(title), words);
  }

  #showAddress(address) {
    const cell = this.#cells.get("Address");
    if (address === "") {
      cell.replaceChildren();
      return;
    }
    attribute(this.#link, "href", address);
    text(this.#link, String(this.#vassal.port));
    if (this.#link.parentNode === null) {
      cell.append(this.#link);
    }
  }
}
