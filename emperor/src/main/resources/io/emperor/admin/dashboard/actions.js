// What an operator can do with a vassal, and what became of it.

import { pathOf, post, wordsFor } from "./api.js";
import { confirmed } from "./confirm.js";
import { attribute, byId, element, text } from "./dom.js";
import { allows, isInService } from "./standing.js";

const STOPS =
  "It is deregistered from Consul, finishes what it has begun, and stays stopped until somebody starts it.";

const DEEDS = ["reload", "stop", "start", "maintenance"];

export class Actions {
  #vassal = null;
  #asked = null;
  #buttons = new Map();

  constructor() {
    for (const deed of DEEDS) {
      const button = element("button", { type: "button", id: deed }, deed[0].toUpperCase() + deed.slice(1));
      button.addEventListener("click", () => this.#pressed(deed, button));
      byId("actions").append(button);
      this.#buttons.set(deed, button);
    }
  }

  /** Another vassal's page is shown. */
  reset() {
    this.#vassal = null;
    this.#asked = null;
    this.#tell("", "");
  }

  show(vassal) {
    this.#vassal = vassal;
    for (const [deed, button] of this.#buttons) {
      // Not `disabled`, which would take the focus away from who has just pressed it.
      attribute(button, "aria-disabled", !allows(vassal, deed) && "true");
    }
    const maintenance = this.#buttons.get("maintenance");
    maintenance.hidden = typeof vassal.maintenance !== "boolean";
    attribute(maintenance, "aria-pressed", String(vassal.maintenance === true));
    this.#look();
  }

  async #pressed(deed, button) {
    const vassal = this.#vassal;
    if (vassal === null || button.getAttribute("aria-disabled") === "true") {
      return;
    }
    if (deed === "stop" && !(await confirmed(`Stop ${vassal.name}?`, STOPS, "Stop it"))) {
      return;
    }
    const rest = deed === "maintenance" ? `/maintenance?enable=${!vassal.maintenance}` : `/${deed}`;
    this.#asked = null;
    this.#tell("busy", `Asking for ${deed} …`);
    try {
      const answer = await post(pathOf(vassal.name, rest));
      this.#became(vassal, { deed, attempt: answer.attempt, enable: !vassal.maintenance });
    } catch (failure) {
      this.#failed(vassal, failure);
    }
  }

  #became(vassal, asked) {
    if (this.#vassal?.name === vassal.name) {
      this.#asked = asked;
      this.#look();
    }
  }

  #failed(vassal, failure) {
    if (this.#vassal?.name === vassal.name) {
      this.#tell("bad", wordsFor(failure));
    }
  }

  #look() {
    if (this.#asked === null) {
      return;
    }
    const { is, words } = outcome(this.#asked, this.#vassal);
    this.#tell(is, words);
    if (is !== "busy") {
      this.#asked = null; // whatever comes later is another story
    }
  }

  #tell(is, words) {
    attribute(byId("outcome"), "data-is", is);
    text(byId("outcome"), words);
  }
}

/** What has become of what was asked for, as far as the stream of events has told. */
function outcome({ deed, attempt, enable }, now) {
  if (deed === "maintenance") {
    return now.maintenance === enable
      ? { is: "good", words: enable ? "In maintenance: nobody discovers it." : "Maintenance is over." }
      : { is: "busy", words: "Telling Consul …" };
  }
  if (deed === "stop") {
    return now.state === "stopped" ? { is: "good", words: "Stopped." } : { is: "busy", words: "Stopping …" };
  }
  if (now.attempt < attempt || now.trying) {
    return { is: "busy", words: `Generation ${Math.max(attempt, now.attempt)} is being tried …` };
  }
  if (isInService(now.state) && now.generation >= attempt) {
    const deed = now.state === "resting" ? "rests until somebody connects" : "serves";
    return { is: "good", words: `Generation ${now.generation} ${deed}.` };
  }
  return { is: now.state === "waiting" ? "busy" : "bad", words: now.reason || `It is ${now.state}.` };
}
