// The page with all vassals.

import { arrange, attribute, byId, element, note, text } from "./dom.js";
import { COLUMNS, Row } from "./row.js";
import { STATES, needsYou, reasonOf } from "./standing.js";
import { Usage } from "./usage.js";

/** What can be shown alone, besides the states. */
export const ALL = "";
export const NEEDY = "need you";

/** Ages are told anew so often. */
const TICK = 1000;

export class ListPage {
  #vassals;
  #body = byId("vassals").querySelector("tbody");
  #filter = byId("filter");
  #rows = new Map();
  #heads = new Map();
  #counts = new Map();
  #shown = ALL;
  #column = COLUMNS.find(({ title }) => title === "State");
  #down = false;
  #usage = new Usage((uses) => this.#use(uses));

  constructor(vassals) {
    this.#vassals = vassals;
    this.#makeHeads();
    this.#makeCounts();
    this.#filter.addEventListener("input", () => this.#arrange());
    vassals.watch((names) => this.#changed(names));
    setInterval(() => this.#tick(), TICK);
  }

  /** Asks for what changes without being told, while the page is seen. */
  start() {
    this.#usage.start();
  }

  stop() {
    this.#usage.stop();
  }

  /** Shows the vassals in one state, those that need somebody, or all. */
  only(shown) {
    this.#shown = shown;
    this.#arrange();
  }

  #makeHeads() {
    for (const column of COLUMNS) {
      const button = element("button", { type: "button" }, column.title);
      const head = element("th", { scope: "col", role: "columnheader" }, button);
      button.addEventListener("click", () => this.#sort(column));
      byId("vassals").tHead.rows[0].append(head);
      this.#heads.set(column, head);
    }
  }

  #sort(column) {
    this.#down = this.#column === column && !this.#down;
    this.#column = column;
    this.#arrange();
  }

  #makeCounts() {
    for (const kind of [ALL, NEEDY, ...STATES]) {
      const count = element("b");
      const button = element("button", { type: "button", "data-is": kind }, count, ` ${kind || "all"}`);
      button.addEventListener("click", () => this.only(this.#shown === kind ? ALL : kind));
      byId("counts").append(button);
      this.#counts.set(kind, { button, count });
    }
  }

  #changed(names) {
    for (const name of names) {
      const vassal = this.#vassals.get(name);
      if (vassal === undefined) {
        this.#rows.delete(name);
      } else if (this.#rows.has(name)) {
        this.#rows.get(name).show(vassal);
      } else {
        this.#rows.set(name, new Row(vassal));
      }
    }
    this.#arrange();
  }

  #use(uses) {
    this.#rows.forEach((row, name) => row.use(uses.get(name)));
    this.#arrange();
  }

  #arrange() {
    const words = this.#filter.value.trim().toLowerCase();
    const wanted = this.#vassals
      .all()
      .filter((vassal) => isOf(this.#shown, vassal))
      .filter((vassal) => words === "" || searched(vassal).includes(words))
      .sort((one, other) => this.#order(one, other));
    arrange(
      this.#body,
      wanted.map((vassal) => this.#rows.get(vassal.name).element),
    );
    this.#showOrder();
    this.#showCounts();
    const known = this.#vassals.all().length;
    note(byId("none"), wanted.length > 0 ? "" : known === 0 ? "No vassal yet." : "No vassal fits the filter.");
  }

  #order(one, other) {
    const first = this.#rows.get(one.name).rank(this.#column);
    const second = this.#rows.get(other.name).rank(this.#column);
    const byColumn = first < second ? -1 : first > second ? 1 : 0;
    return (this.#down ? -byColumn : byColumn) || (one.name < other.name ? -1 : 1);
  }

  #showOrder() {
    for (const [column, head] of this.#heads) {
      attribute(head, "aria-sort", column === this.#column && (this.#down ? "descending" : "ascending"));
    }
  }

  #showCounts() {
    const all = this.#vassals.all();
    for (const [kind, { button, count }] of this.#counts) {
      const found = all.filter((vassal) => isOf(kind, vassal)).length;
      text(count, String(found));
      attribute(button, "aria-pressed", String(kind === this.#shown));
      button.hidden = found === 0 && kind !== ALL && kind !== this.#shown;
    }
  }

  #tick() {
    if (!document.hidden && !byId("list-page").hidden) {
      const now = Date.now();
      this.#rows.forEach((row) => row.tick(now));
    }
  }
}

function isOf(kind, vassal) {
  return kind === ALL || (kind === NEEDY ? needsYou(vassal) : vassal.state === kind);
}

function searched(vassal) {
  return [vassal.name, vassal.serviceName, vassal.state, vassal.health, vassal.port, reasonOf(vassal)]
    .join("\n")
    .toLowerCase();
}
