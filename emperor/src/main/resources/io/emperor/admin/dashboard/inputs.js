// What a vassal needs before it starts, where it is from, and what it waits for.

import { get, pathOf } from "./api.js";
import { byId, element, facts } from "./dom.js";
import { Poll } from "./poll.js";
import { age } from "./words.js";

const INTERVAL = 5000;

export class Inputs {
  #name = "";
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));

  start(name) {
    this.stop();
    this.#name = name;
    this.#poll.start();
  }

  /** Asks at once. */
  resume() {
    this.#poll.start();
  }

  stop() {
    this.#poll.stop();
    byId("inputs").hidden = true;
  }

  async #ask(signal) {
    try {
      const inputs = await get(pathOf(this.#name, "/inputs"), signal);
      if (!signal.aborted) {
        show(inputs);
      }
    } catch {
      return; // it has gone meanwhile, or the emperor has: the stream tells
    }
  }
}

function show(inputs) {
  const { watched, revision, since, database, sources, values, credentials, followed, missing } = inputs;
  byId("inputs").hidden = !watched;
  facts(byId("inputs-facts"), [
    ["Revision", since === null ? "none yet" : String(revision)],
    ["Given", since && `${age(since)} ago`],
    ["Database", database && databaseWords(database)],
    ["In its files", ...(followed?.services ?? []).map(serviceWords)],
    ["Left out", ...(followed?.leftOut ?? [])],
    ["Configuration", followed && updatesWords(followed.updates)],
    [since === null ? "Waits for" : "Trouble", ...missing],
  ]);
  byId("inputs-sources").replaceChildren(...sources.map(card));
  facts(
    byId("inputs-values"),
    values.map(({ key, value, source }) => [key, value || "(empty)", source]),
  );
  byId("inputs-credentials").replaceChildren(...credentials.map(credential));
}

function credential({ name, state, subject, expires, trouble }) {
  return element(
    "li",
    {},
    element("strong", {}, `credential ${name}`),
    element("p", {}, expires === null ? state : `${state}, ${subject}, until ${expires}`),
    ...(trouble === "" ? [] : [element("p", {}, trouble)]),
  );
}

function serviceWords({ product, name, instances }) {
  return `${product} ${name}: ${instances}`;
}

function updatesWords({ written, older, ignored, refused }) {
  return `${written} kept, ${older} older, ${ignored} of other products, ${refused} refused`;
}

function databaseWords({ name, version }) {
  return version === "" ? name : `${name}, its schema at version ${version}`;
}

function card({ name, changed, trouble }) {
  return element(
    "li",
    {},
    element("strong", {}, name),
    element("p", {}, changed === null ? "not changed since it is looked at" : `changed ${age(changed)} ago`),
    ...(trouble === "" ? [] : [element("p", {}, trouble)]),
  );
}
