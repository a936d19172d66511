// What a vassal uses and serves, as plots of the last minutes.

import { get, isRefusal, pathOf } from "./api.js";
import { byId } from "./dom.js";
import { Plot } from "./plot.js";
import { Poll } from "./poll.js";
import { bytes, short } from "./words.js";

const INTERVAL = 2000;

export class Load {
  #name = "";
  #before = null;
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));
  #heap = new Plot("Heap", bytes);
  #process = new Plot("Process memory", bytes);
  #requests = new Plot("Requests per second", short);
  #latency = new Plot("Latency", (seconds) => `${short(seconds * 1000)} ms`);
  #plots = [this.#heap, this.#process, this.#requests, this.#latency];

  constructor() {
    byId("load").querySelector(".plots").append(...this.#plots.map((plot) => plot.element));
  }

  start(name) {
    this.stop();
    this.#name = name;
    this.#before = null;
    this.#plots.forEach((plot) => plot.clear());
    this.#poll.start();
  }

  /** Asks at once, also if the emperor had nothing to tell before. */
  resume() {
    this.#poll.start();
  }

  stop() {
    this.#poll.stop();
    byId("load").hidden = true;
  }

  async #ask(signal) {
    try {
      this.#take(await get(pathOf(this.#name, "/load"), signal));
    } catch (failure) {
      if (!signal.aborted && isRefusal(failure)) {
        this.stop(); // nothing is measured of it
      }
    }
  }

  #take(now) {
    const { requests, latency } = sinceThen(this.#before, now);
    this.#before = now;
    this.#heap.add(now.heapUsed, now.heapMax);
    this.#process.add(now.processBytes);
    this.#requests.add(requests);
    this.#latency.add(latency);
    byId("load").hidden = this.#plots.every((plot) => plot.element.hidden);
  }
}

/** The counters only grow, unless they were begun anew. */
function sinceThen(before, now) {
  const count = now.requests - before?.requests;
  const time = (Date.parse(now.at) - Date.parse(before?.at)) / 1000;
  if (now.requests === null || !(count >= 0) || !(time > 0)) {
    return { requests: null, latency: null };
  }
  return { requests: count / time, latency: count === 0 ? null : (now.seconds - before.seconds) / count };
}
