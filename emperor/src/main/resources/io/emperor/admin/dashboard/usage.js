// What all vassals do and take together, and each of them.

import { get } from "./api.js";
import { byId, note } from "./dom.js";
import { Poll } from "./poll.js";
import { bytes, short } from "./words.js";

const INTERVAL = 5000;

export class Usage {
  #told;
  #before = new Map();
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));

  /** @param told is given the requests per second and the memory of each vassal, by name, where known */
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
      this.#take(new Map(Object.entries(await get("/v1/load", signal))));
    } catch {
      return; // the stream tells when the emperor is gone
    }
  }

  #take(loads) {
    const uses = new Map();
    loads.forEach((now, name) => uses.set(name, { rate: rate(this.#before.get(name), now), memory: now.processBytes }));
    this.#before = loads;
    this.#told(uses);
    note(byId("usage"), summary([...loads.values()], [...uses.values()]));
  }
}

/** The heap is one for all that share it with the emperor. */
function summary(loads, uses) {
  const heap = loads.find(({ heapUsed }) => heapUsed !== null);
  const rates = uses.map((use) => use.rate).filter((one) => one !== null);
  const all = rates.reduce((sum, one) => sum + one, 0);
  return [
    heap && `Heap ${bytes(heap.heapUsed)} of ${bytes(heap.heapMax)}`,
    rates.length > 0 && `${short(all)} requests per second`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Requests per second since then; nothing where that can't be told yet. */
function rate(before, now) {
  const count = now.requests - before?.requests;
  const time = (Date.parse(now.at) - Date.parse(before?.at)) / 1000;
  return now.requests === null || !(count >= 0) || !(time > 0) ? null : count / time;
}
