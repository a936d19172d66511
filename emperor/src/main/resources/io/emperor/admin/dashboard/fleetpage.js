// The page for the fleet: who has which instances, why nobody has some, and what can be done.

import { get, post, wordsFor } from "./api.js";
import { answered, confirmed } from "./confirm.js";
import { arrange, attribute, byId, element, note, text } from "./dom.js";
import { Grid } from "./grid.js";
import { aboutIt, badgesOf, hostOf, isThere, nameOf } from "./member.js";
import { Poll } from "./poll.js";
import { counted, visible } from "./words.js";

const INTERVAL = 2000;

export class FleetPage {
  #self;
  #poll = new Poll(INTERVAL, (signal) => this.#ask(signal));
  #grid = new Grid();
  #members = new Map();
  #asked = null;

  /** @param self says what the emperor is called whose page this is */
  constructor(self) {
    this.#self = self;
  }

  show() {
    this.#asked = null;
    this.#tell("", "");
    this.#poll.start();
  }

  hide() {
    this.#poll.stop();
  }

  async #ask(signal) {
    let fleet;
    try {
      fleet = await get("/v1/fleet", signal);
    } catch (failure) {
      if (!signal.aborted) {
        this.#trouble(wordsFor(failure), true); // what was seen last stays
      }
      return;
    }
    if (!signal.aborted) {
      this.#seen(fleet);
    }
  }

  #seen(fleet) {
    text(byId("fleet-page").querySelector("h1"), `Fleet ${visible(fleet.fleet)}`);
    this.#trouble(fleet.problem, false);
    byId("fleet-there").hidden = false;
    text(byId("fleet-sum"), sumOf(fleet));
    this.#grid.show(fleet, this.#self(), (vassal) => this.#scale(vassal));
    note(
      byId("grid-none"),
      fleet.vassals.length === 0 && "No vassal has instances: give one the key instances or singleton.",
    );
    this.#showMembers(fleet);
    this.#look(fleet);
  }

  #trouble(words, isOld) {
    const old = byId("fleet-there").hidden ? "It is asked again." : "What is shown is old; it is asked again.";
    note(byId("fleet-page-trouble"), words && `${visible(words)}${isOld ? ` ${old}` : ""}`);
  }

  #showMembers({ emperors }) {
    const here = hostOf(emperors, this.#self());
    const cards = emperors.map((member) => {
      if (!this.#members.has(member.emperor)) {
        this.#members.set(member.emperor, new MemberCard((one) => this.#drain(one)));
      }
      const card = this.#members.get(member.emperor);
      card.show(member, here);
      return card.element;
    });
    arrange(byId("members"), cards);
  }

  async #drain({ emperor, drained, instances }) {
    const name = visible(emperor);
    const words = `It hands its ${counted(instances, "instance")} over to other emperors, one after another, and takes none until that is taken back.`;
    if (!drained && !(await confirmed(`Drain ${name}?`, words, "Drain it"))) {
      return;
    }
    const deed = drained ? "undrain" : "drain";
    await this.#do(`/v1/fleet/${deed}?emperor=${encodeURIComponent(emperor)}`, `Asking for ${deed} …`, (fleet) => {
      const now = fleet.emperors.find((member) => member.emperor === emperor);
      return drainOutcome(name, !drained, now);
    });
  }

  async #scale({ name, instances, singleton }) {
    const field = byId("scale-number");
    text(byId("scale-title"), `Scale ${visible(name)}`);
    attribute(field, "max", singleton ? 1 : 9999);
    field.value = instances;
    const answer = answered(byId("scale"));
    field.select(); // what is typed takes its place
    if (!(await answer)) {
      return;
    }
    const wanted = Number(field.value);
    const path = `/v1/fleet/vassals/${encodeURIComponent(name)}/scale?instances=${wanted}`;
    await this.#do(path, `Scaling ${visible(name)} …`, (fleet) =>
      scaleOutcome(
        visible(name),
        wanted,
        fleet.vassals.find((vassal) => vassal.name === name),
      ),
    );
  }

  async #do(path, words, outcome) {
    this.#asked = null;
    this.#tell("busy", words);
    try {
      await post(path);
      this.#asked = outcome;
      if (!byId("fleet-page").hidden) {
        this.#poll.start(); // it is asked at once
      }
    } catch (failure) {
      this.#tell("bad", visible(wordsFor(failure)));
    }
  }

  #look(fleet) {
    if (this.#asked === null) {
      return;
    }
    const { is, words } = this.#asked(fleet);
    this.#tell(is, words);
    if (is !== "busy") {
      this.#asked = null; // whatever comes later is another story
    }
  }

  #tell(is, words) {
    attribute(byId("fleet-outcome"), "data-is", is);
    text(byId("fleet-outcome"), words);
  }
}

class MemberCard {
  #member = null;
  #told = "";
  #about = element("div");
  #button = element("button", { type: "button" });

  constructor(drain) {
    this.element = element("li", {}, this.#about, this.#button);
    this.#button.addEventListener("click", () => drain(this.#member));
  }

  show(member, here) {
    this.#member = member;
    const told = JSON.stringify([member, here]);
    if (this.#told !== told) {
      this.#told = told;
      this.#showAbout(member, here);
    }
    const deed = member.drained ? "Undrain" : "Drain";
    text(this.#button, deed);
    attribute(this.#button, "aria-label", `${deed} ${visible(member.emperor)}`);
    this.#button.hidden = !member.drained && !isThere(member);
  }

  /** The age of the lease differs each time: the link stays for who has come to it. */
  #showAbout(member, here) {
    const focused = this.#about.contains(document.activeElement);
    this.#about.replaceChildren(
      nameOf(member, here),
      ...badgesOf(member),
      element("p", {}, counted(member.instances, "instance")),
      ...aboutIt(member),
    );
    if (focused) {
      this.#about.querySelector("a")?.focus({ preventScroll: true });
    }
  }
}

function sumOf({ emperors, vassals }) {
  const slots = vassals.flatMap((vassal) => vassal.slots);
  const wanted = vassals.reduce((sum, { instances }) => sum + instances, 0);
  const passing = slots.filter((slot) => slot.passing).length;
  const pending = slots.filter(({ emperor }) => emperor === null).length;
  const outdated = slots.filter((slot) => slot.outdated).length;
  const drained = emperors.filter((member) => member.drained).length;
  return [
    `${passing} of ${counted(wanted, "instance")} passing`,
    pending > 0 && `${pending} pending`,
    outdated > 0 && `${outdated} outdated`,
    `${counted(emperors.filter(isThere).length, "emperor")}${drained > 0 ? `, ${drained} of them drained` : ""}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function drainOutcome(name, drains, now) {
  if (now === undefined || now.drained !== drains) {
    return { is: "busy", words: "Telling Consul …" };
  }
  if (!drains) {
    return { is: "good", words: `${name} takes instances again.` };
  }
  return now.instances === 0
    ? { is: "good", words: `${name} is drained and has no instance.` }
    : { is: "busy", words: `${name} is drained and hands over: it has ${counted(now.instances, "instance")} still.` };
}

function scaleOutcome(name, wanted, vassal) {
  if (vassal === undefined || vassal.instances !== wanted) {
    return { is: "busy", words: "Telling Consul …" };
  }
  const passing = vassal.slots.filter((slot) => slot.passing).length;
  return passing === wanted && vassal.slots.length === wanted
    ? { is: "good", words: `${name} has ${counted(wanted, "instance")}.` }
    : { is: "busy", words: `${name}: ${passing} passing of ${wanted} wanted …` };
}
