// Which emperor has which instances: vassals downwards, emperors across, and what nobody has.

import { arrange, attribute, byId, element, text } from "./dom.js";
import { badgesOf, dashboardOf, hostOf, isThere, nameOf } from "./member.js";
import { Slot } from "./slot.js";
import { counted, ranges, visible } from "./words.js";

/** So many instances of a vassal on one emperor are shown one by one, the unwell ones first. */
const MOST = 20;

export class Grid {
  #table = byId("grid");
  #rows = new Map();
  #heads = "";

  /**
   * @param self the name of the emperor whose page this is
   * @param scale called with a vassal whose number is to be changed
   */
  show(fleet, self, scale) {
    const here = hostOf(fleet.emperors, self);
    const columns = columnsOf(fleet);
    this.#showHeads(columns, here);
    for (const name of this.#rows.keys()) {
      if (!fleet.vassals.some((vassal) => vassal.name === name)) {
        this.#rows.delete(name);
      }
    }
    for (const vassal of fleet.vassals) {
      if (!this.#rows.has(vassal.name)) {
        this.#rows.set(vassal.name, new GridRow(scale));
      }
      this.#rows.get(vassal.name).show(vassal, columns, (member) =>
        member.emperor === self ? "" : dashboardOf(member, here),
      );
    }
    arrange(
      this.#table.tBodies[0],
      fleet.vassals.map(({ name }) => this.#rows.get(name).element),
    );
    this.#table.hidden = fleet.vassals.length === 0;
  }

  /** Anew only when they differ: a link in them may have the focus. */
  #showHeads(columns, here) {
    const told = JSON.stringify([here, columns.map(({ emperor, state, drained, admin }) => [emperor, state, drained, admin])]);
    if (told === this.#heads) {
      return;
    }
    this.#heads = told;
    this.#table.tHead.rows[0].replaceChildren(
      head("Vassal"),
      ...columns.map((member) => head(nameOf(member, here), ...badgesOf(member))),
      head("Pending"),
    );
  }
}

function head(...children) {
  return element("th", { scope: "col", role: "columnheader" }, ...children);
}

/** Whoever is there, or has something still; also one of which nothing else is known. */
function columnsOf({ emperors, vassals }) {
  const owners = new Set(vassals.flatMap(({ slots }) => slots.map(({ emperor }) => emperor)));
  owners.delete(null);
  const shown = emperors.filter((member) => isThere(member) || owners.has(member.emperor));
  shown.forEach(({ emperor }) => owners.delete(emperor));
  const unknown = [...owners].map((emperor) => ({ emperor, state: "gone", drained: false, admin: null, labels: {} }));
  return [...shown, ...unknown];
}

class GridRow {
  #vassal = null;
  #name = element("strong");
  #number = element("p", { class: "quiet" });
  #button = element("button", { type: "button" }, "Scale");
  #head;
  #pending = element("td", { role: "cell", "data-title": "pending" });
  #cells = new Map();
  #slots = new Map();

  constructor(scale) {
    this.#head = element("th", { scope: "row", role: "rowheader" }, this.#name, this.#number, this.#button);
    this.#button.addEventListener("click", () => scale(this.#vassal));
    this.element = element("tr", { role: "row" });
  }

  show(vassal, columns, dashboardFor) {
    this.#vassal = vassal;
    text(this.#name, visible(vassal.name));
    text(this.#number, numberOf(vassal));
    attribute(this.#button, "aria-label", `Scale ${visible(vassal.name)}`);
    for (const slot of this.#slots.keys()) {
      if (!vassal.slots.some((one) => one.slot === slot && one.emperor !== null)) {
        this.#slots.delete(slot);
      }
    }
    const cells = columns.map((member) => this.#cell(member, vassal, dashboardFor(member)));
    this.#showPending(vassal.slots.filter(({ emperor }) => emperor === null));
    arrange(this.element, [this.#head, ...cells, this.#pending]);
  }

  #cell(member, vassal, dashboard) {
    if (!this.#cells.has(member.emperor)) {
      const list = element("ul", { class: "slots" });
      const cell = element("td", { role: "cell", "data-title": visible(member.emperor) }, list, element("p"));
      this.#cells.set(member.emperor, cell);
    }
    const cell = this.#cells.get(member.emperor);
    const slots = vassal.slots.filter(({ emperor }) => emperor === member.emperor);
    const shown = foremost(slots);
    arrange(
      cell.firstElementChild,
      shown.map((slot) => this.#slot(slot, dashboard)),
    );
    const more = slots.length - shown.length;
    const warning = vassal.warnings?.[member.emperor] ?? "";
    text(cell.lastElementChild, [more > 0 ? `and ${more} more` : "", visible(warning)].filter(Boolean).join("; "));
    attribute(cell, "data-empty", slots.length === 0 && warning === "");
    return cell;
  }

  #slot(slot, dashboard) {
    if (!this.#slots.has(slot.slot)) {
      this.#slots.set(slot.slot, new Slot());
    }
    this.#slots.get(slot.slot).show(slot, dashboard);
    return this.#slots.get(slot.slot).element;
  }

  #showPending(slots) {
    const reasons = new Map();
    slots.forEach(({ slot, reason }) => reasons.set(reason, [...(reasons.get(reason) ?? []), slot]));
    const lines = [...reasons].map(([reason, numbers]) => `@${ranges(numbers)}: ${visible(reason) || "nobody has it"}`);
    const told = lines.join("\n");
    attribute(this.#pending, "data-empty", slots.length === 0);
    if (this.#pending.dataset.told !== told) {
      this.#pending.dataset.told = told;
      this.#pending.replaceChildren(...lines.map((line) => element("p", {}, line)));
    }
  }
}

function numberOf({ instances, least, most, configured, singleton }) {
  if (singleton) {
    return instances === 0 ? "singleton, scaled to 0" : "singleton";
  }
  if (most > least) {
    return `${counted(instances, "instance")} of ${least}-${most}`;
  }
  return `${counted(instances, "instance")}${configured === instances ? "" : `, ${configured} in its files`}`;
}

function foremost(slots) {
  return slots.length <= MOST
    ? slots
    : slots
        .toSorted((one, other) => isWell(one) - isWell(other) || one.slot - other.slot)
        .slice(0, MOST)
        .toSorted((one, other) => one.slot - other.slot);
}

function isWell({ passing, outdated }) {
  return passing && !outdated;
}
