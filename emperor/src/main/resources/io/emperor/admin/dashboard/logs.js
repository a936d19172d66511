// The last lines that a vassal has logged.

import { get, pathOf, wordsFor } from "./api.js";
import { attribute, byId, note } from "./dom.js";
import { Stream } from "./stream.js";

const LINES = 100;
const MOST_KEPT = 1000;

export class Logs {
  #log = byId("log");
  #button = byId("follow");
  #path = "";
  #stream = null;
  #end = null;

  constructor() {
    this.#button.addEventListener("click", () => (this.#stream === null ? this.#follow() : this.#rest()));
  }

  async start(name) {
    this.stop();
    this.#path = pathOf(name, `/logs?lines=${LINES}`);
    this.#end = new AbortController();
    const { signal } = this.#end;
    try {
      const { lines } = await get(this.#path, signal);
      this.#button.hidden = false;
      this.#fill(lines);
    } catch (failure) {
      if (!signal.aborted) {
        note(byId("log-none"), wordsFor(failure));
      }
    }
  }

  stop() {
    this.#end?.abort();
    this.#rest();
    this.#button.hidden = true;
    this.#log.hidden = true;
    this.#log.replaceChildren();
    note(byId("log-none"), "");
  }

  #rest() {
    this.#stream?.stop();
    this.#stream = null;
    attribute(this.#button, "aria-pressed", "false");
  }

  #follow() {
    attribute(this.#button, "aria-pressed", "true");
    this.#stream = new Stream(`${this.#path}&follow=true`, null, {
      opened: () => this.#fill([]), // the last lines come again
      heard: () => {},
      event: (type, data) => type === "line" && this.#add(JSON.parse(data)),
      lost: () => {},
    });
    this.#stream.start();
  }

  #fill(lines) {
    this.#log.replaceChildren(...lines.map((line) => `${line}\n`));
    this.#log.hidden = lines.length === 0 && this.#stream === null;
    note(byId("log-none"), this.#log.hidden ? "It has logged nothing yet." : "");
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #add(line) {
    const atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 40;
    this.#log.append(`${line}\n`);
    if (this.#log.childNodes.length > MOST_KEPT) {
      this.#log.firstChild.remove();
    }
    if (atEnd) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
  }
}
