// The page with all vassals.

import { arrange, attribute, byId, element, note, text } from "./dom.js";
import { COLUMNS, Row } from "./row.js";
import { STATES, reasonOf } from "./standing.js";

/** Ages are told anew so often. */
const TICK = 1000;

export class ListPage {
  #vassals;
  #body = byId("vassals").querySelector("tbody");
  #filter = byId("filter");
  #rows = new Map();
  #heads = new Map();
  #counts = new Map();
  #state = "";
  #column = COLUMNS[0];
  #down = false;

  constructor(vassals) {
    this.#vassals = vassals;
    this.#makeHeads();
    this.#makeCounts();
    this.#filter.addEventListener("input", () => this.#arrange());
    vassals.watch((names) => this.#changed(names));
    setInterval(() => this.#tick(), TICK);
  }

  /** Shows the vassals in one state, or in any. */
  only(state) {
    this.#state = state;
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
    for (const state of ["", ...STATES]) {
      const count = element("b");
      const button = element("button", { type: "button", "data-is": state }, count, ` ${state || "all"}`);
      button.addEventListener("click", () => this.only(this.#state === state ? "" : state));
      byId("counts").append(button);
      this.#counts.set(state, { button, count });
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

  #arrange() {
    const words = this.#filter.value.trim().toLowerCase();
    const wanted = this.#vassals
      .all()
      .filter((vassal) => this.#state === "" || vassal.state === this.#state)
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
    const first = this.#column.rank(one);
    const second = this.#column.rank(other);
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
    const found = new Map([["", all.length]]);
    all.forEach(({ state }) => found.set(state, (found.get(state) ?? 0) + 1));
    for (const [state, { button, count }] of this.#counts) {
      text(count, String(found.get(state) ?? 0));
      attribute(button, "aria-pressed", String(state === this.#state));
      button.hidden = state !== "" && !found.has(state) && state !== this.#state;
    }
  }

  #tick() {
    if (!document.hidden && !byId("list-page").hidden) {
      const now = Date.now();
      this.#rows.forEach((row) => row.tick(now));
    }
  }
}

function searched(vassal) {
  return [vassal.name, vassal.serviceName, vassal.state, vassal.health, vassal.port, reasonOf(vassal)]
    .join("\n")
    .toLowerCase();
}
