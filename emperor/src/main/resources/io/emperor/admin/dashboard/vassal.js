// The page for one vassal.

import { Actions } from "./actions.js";
import { get, pathOf } from "./api.js";
import { badge } from "./badges.js";
import { ConsulView } from "./consul.js";
import { attribute, byId, element, facts, text } from "./dom.js";
import { Inputs } from "./inputs.js";
import { Load } from "./load.js";
import { Logs } from "./logs.js";
import { addressOf, adviceFor, generationOf, hasFailedReload, healthOf, reasonOf, troubleOf } from "./standing.js";
import { age, moment } from "./words.js";

/** Several changes in a row are asked for once. */
const GATHERED = 150;

export class VassalPage {
  #vassals;
  #name = null;
  #timer = null;
  #standing = "";
  #page = byId("vassal-page");
  #actions = new Actions();
  #inputs = new Inputs();
  #load = new Load();
  #logs = new Logs();
  #consul = new ConsulView();
  #badges = ["state", "health", "under-maintenance"].map((id) => element("span", { id }));

  constructor(vassals) {
    this.#vassals = vassals;
    this.#badges.forEach((node) => byId("badges").append(node, " "));
    vassals.watch((names) => names.has(this.#name) && this.#changed());
    setInterval(() => this.#tick(), 1000);
  }

  show(name) {
    this.hide();
    this.#name = name;
    text(this.#page.querySelector("h1"), name);
    this.#actions.reset();
    byId("history").replaceChildren();
    byId("configuration").replaceChildren();
    this.#standing = "";
    this.#inputs.start(name);
    this.#load.start(name);
    this.#logs.start(name);
    this.#consul.start(name);
    this.#changed();
  }

  hide() {
    this.#name = null;
    clearTimeout(this.#timer);
    this.#inputs.stop();
    this.#load.stop();
    this.#logs.stop();
    this.#consul.stop();
  }

  /** The emperor answers, so it is known by now whether there is such a vassal. */
  #changed() {
    const vassal = this.#vassals.get(this.#name);
    byId("vassal-there").hidden = vassal === undefined;
    if (vassal === undefined) {
      attribute(byId("vassal-trouble"), "data-grave", true);
      this.#showTrouble("There is no such vassal.", "", "It may have gone with its files.");
      this.#badges.forEach((node) => badge(node, ""));
      return;
    }
    this.#showStatus(vassal);
    this.#actions.show(vassal);
    this.#askAnew(vassal);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askDetail(vassal.name), GATHERED);
  }

  /** Another generation, or another state, is measured and registered otherwise. */
  #askAnew({ state, generation }) {
    const standing = `${state} ${generation}`;
    if (this.#standing !== "" && this.#standing !== standing) {
      this.#inputs.resume();
      this.#load.resume();
      this.#consul.resume();
    }
    this.#standing = standing;
  }

  #showStatus(vassal) {
    const [state, health, maintenance] = this.#badges;
    badge(state, vassal.state);
    attribute(state, "data-is", hasFailedReload(vassal) ? "reload-failed" : vassal.state);
    badge(health, healthOf(vassal));
    badge(maintenance, vassal.maintenance ? "maintenance" : "");
    const trouble = troubleOf(vassal);
    attribute(byId("vassal-trouble"), "data-grave", vassal.state === "cursed");
    this.#showTrouble(trouble && `It ${trouble}.`, reasonOf(vassal), adviceFor(vassal));
    facts(byId("facts"), [
      ["Reason", trouble ? "" : reasonOf(vassal)],
      ["Next attempt", vassal.nextAttempt && moment(vassal.nextAttempt)],
      ["Service", vassal.serviceName],
      ["Service ID", vassal.serviceId],
      ["Registration", vassal.consul === reasonOf(vassal) ? "" : vassal.consul],
      ["Address", addressOf(vassal) && element("a", { href: addressOf(vassal), rel: "noreferrer" }, addressOf(vassal))],
      ["Port", vassal.port],
      ["Process", vassal.pid],
      ["Generation", generationOf(vassal)],
      ["Restarts", String(vassal.restarts)],
      ["Since", element("time", { datetime: vassal.since })],
      ["Health note", vassal.healthNote === reasonOf(vassal) ? "" : healthOf(vassal) && vassal.healthNote],
      ["File", vassal.app],
    ]);
    this.#tick();
  }

  #showTrouble(title, words, advice) {
    const box = byId("vassal-trouble");
    box.hidden = title === "";
    const told = [title, words, advice].join("\n");
    if (!box.hidden && box.dataset.told !== told) {
      box.dataset.told = told;
      box.replaceChildren(
        element("strong", {}, title),
        ...[words, advice].filter(Boolean).map((line) => element("p", {}, line)),
      );
    }
  }

  #tick() {
    const time = byId("facts").querySelector("time");
    if (time !== null) {
      text(time, `${moment(time.dateTime)}, ${age(time.dateTime)} ago`);
    }
  }

  async #askDetail(name) {
    try {
      const detail = await get(pathOf(name));
      if (name === this.#name) {
        showHistory(detail.events);
        showConfiguration(detail.configuration);
      }
    } catch {
      return; // it has gone meanwhile, or the emperor has: the stream tells
    }
  }
}

function showHistory(events) {
  byId("history").replaceChildren(
    ...events.toReversed().map((event) => {
      const state = element("span");
      badge(state, event.state);
      const time = element("time", { datetime: event.at, title: new Date(event.at).toLocaleString() }, moment(event.at));
      return element("li", {}, time, state, element("span", {}, event.message));
    }),
  );
}

function showConfiguration(values) {
  facts(
    byId("configuration"),
    values.map(({ key, value, origin }) => [key, value || "(empty)", origin]),
  );
  attribute(byId("configuration-none"), "hidden", values.length > 0);
}
