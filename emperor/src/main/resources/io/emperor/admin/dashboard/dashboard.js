// The dashboard: which page is shown, and whether what it shows is true still.

import { Agents } from "./agents.js";
import { Announcer } from "./announcer.js";
import { get } from "./api.js";
import { attribute, byId, note, text } from "./dom.js";
import { Fleet } from "./fleet.js";
import { FleetPage } from "./fleetpage.js";
import { ListPage, NEEDY } from "./list.js";
import { Stream } from "./stream.js";
import { Troubles } from "./troubles.js";
import { VassalPage } from "./vassal.js";
import { Vassals } from "./vassals.js";
import { moment } from "./words.js";

/** The emperor says something every ten seconds at least. */
const SILENCE = 25_000;

const LIST = { page: "list", name: "" };

const vassals = new Vassals();
const list = new ListPage(vassals);
const page = new VassalPage(vassals);
const troubles = new Troubles(vassals, () => list.only(NEEDY));
const agents = new Agents((all) => troubles.agents(all));
const fleet = new Fleet(() => emperor);
const fleetPage = new FleetPage(() => emperor);
new Announcer(vassals);

let lastSeen = null;
let shown = null;
let emperor = "";

function linkIs(state, words) {
  attribute(byId("link"), "data-is", state);
  text(byId("link"), words);
}

const events = new Stream("/v1/events", SILENCE, {
  opened() {
    linkIs("live", "live");
    note(byId("banner"), "");
    document.body.classList.remove("stale");
    introduce();
  },
  heard() {
    lastSeen = Date.now();
  },
  event(type, data) {
    vassals.take(type, data);
    if (shown === null) {
      route();
    }
  },
  lost(words) {
    const seen = lastSeen === null ? "The emperor has not answered yet." : `Last seen ${moment(lastSeen)}.`;
    linkIs("lost", "connection lost");
    note(byId("banner"), `Connection lost. ${seen} ${words ? `It says: ${words}.` : ""} Trying again …`);
    document.body.classList.add("stale");
  },
});

/** Another emperor may have taken the place of the one before. */
async function introduce() {
  try {
    const seen = await get("/v1/emperor");
    emperor = seen.name;
    text(byId("place"), `${emperor} at ${location.host}, version ${seen.version}`);
  } catch {
    return; // the stream is lost as well, and comes back
  }
  entitle();
}

function entitle() {
  const whose = `emperor ${emperor}`.trim();
  const title = shown?.page === "fleet" ? "Fleet" : shown?.name;
  document.title = title ? `${title} – ${whose}` : whose;
}

/** The page that the address asks for, with the vassal's name where it is one's. */
function wanted() {
  if (location.hash === "#/fleet") {
    return { page: "fleet", name: "" };
  }
  const found = /^#\/vassals\/([^/]+)$/.exec(location.hash);
  try {
    return found === null ? LIST : { page: "vassal", name: decodeURIComponent(found[1]) };
  } catch {
    return LIST;
  }
}

function route() {
  const next = wanted();
  const before = shown;
  if (next.page === before?.page && next.name === before.name) {
    return;
  }
  shown = next;
  for (const name of ["list", "vassal", "fleet"]) {
    byId(`${name}-page`).hidden = name !== next.page;
  }
  document.querySelectorAll("nav a").forEach((link) => attribute(link, "aria-current", leadsTo(link, next) && "page"));
  entitle();
  leave(before);
  enter(next);
  if (before !== null) {
    window.scrollTo(0, 0);
    byId(`${next.page}-page`).querySelector("h1").focus();
  }
}

function leadsTo(link, { page }) {
  return page !== "vassal" && (link.hash === "#/fleet") === (page === "fleet");
}

function leave(before) {
  if (before?.page === "list") {
    [list, agents, fleet].forEach((part) => part.stop());
  } else if (before?.page === "vassal") {
    page.hide();
  } else if (before?.page === "fleet") {
    fleetPage.hide();
  }
}

function enter(next) {
  if (next.page === "list") {
    [list, agents, fleet].forEach((part) => part.start());
  } else if (next.page === "vassal") {
    page.show(next.name);
  } else {
    fleetPage.show();
  }
}

text(byId("place"), location.host);
window.addEventListener("hashchange", () => shown !== null && route());
events.start();
