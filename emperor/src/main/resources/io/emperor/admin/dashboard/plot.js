// One small plot, drawn as SVG by the page itself.

import { attribute, element, text } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SAMPLES = 90;
const HEIGHT = 40;

export class Plot {
  #title;
  #say;
  #values = [];
  #limit;
  #now = element("b");
  #range = element("span", { class: "quiet" });
  #svg = document.createElementNS(SVG, "svg");
  #line = document.createElementNS(SVG, "path");

  /** @param say puts a value into words, with its unit */
  constructor(title, say) {
    this.#title = title;
    this.#say = say;
    attribute(this.#svg, "viewBox", `0 0 ${SAMPLES - 1} ${HEIGHT}`);
    attribute(this.#svg, "preserveAspectRatio", "none");
    attribute(this.#svg, "role", "img");
    this.#svg.append(this.#line);
    this.element = element(
      "figure",
      {},
      element("figcaption", {}, `${title} `, this.#now, " ", this.#range),
      this.#svg,
    );
    this.element.hidden = true;
  }

  clear() {
    this.#values = [];
    this.element.hidden = true;
  }

  /** Adds a value, or a gap where there is none; a limit is drawn as the plot's upper end. */
  add(value, limit) {
    this.#limit = limit ?? undefined;
    this.#values.push(typeof value === "number" ? value : null);
    this.#values.splice(0, this.#values.length - SAMPLES);
    const known = this.#values.filter((one) => one !== null);
    this.element.hidden = known.length === 0;
    if (known.length > 0) {
      this.#draw(known);
    }
  }

  #draw(known) {
    const last = this.#values.at(-1);
    const most = Math.max(...known);
    const top = this.#limit ?? (most || 1);
    text(this.#now, last === null ? "–" : this.#say(last));
    text(this.#range, this.#limit === undefined ? `most ${this.#say(most)}` : `of ${this.#say(this.#limit)}`);
    attribute(this.#svg, "aria-label", `${this.#title}: ${this.#now.textContent}, ${this.#range.textContent}`);
    attribute(this.#line, "d", path(this.#values, top));
  }
}

function path(values, top) {
  const offset = SAMPLES - values.length;
  let pen = "M";
  return values
    .map((value, index) => {
      if (value === null) {
        pen = "M";
        return "";
      }
      const y = (HEIGHT - 1 - (Math.min(value, top) / top) * (HEIGHT - 2)).toFixed(1);
      const step = `${pen}${offset + index} ${y}`;
      pen = "L";
      return step;
    })
    .join("");
}
