// Asks again and again, one request at a time, while somebody looks at the page.

export class Poll {
  #ask;
  #interval;
  #stop = null;

  /** @param ask is given a signal that ends its request; what it throws is its own affair */
  constructor(interval, ask) {
    this.#interval = interval;
    this.#ask = ask;
  }

  start() {
    this.stop();
    this.#stop = new AbortController();
    this.#turn(this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #turn(stop) {
    if (!document.hidden) {
      await this.#ask(stop);
    }
    if (!stop.aborted) {
      setTimeout(() => !stop.aborted && this.#turn(stop), this.#interval);
    }
  }
}
