// The dashboard: which page is shown, and whether what it shows is true still.

import { Agents } from "./agents.js";
import { Announcer } from "./announcer.js";
import { get } from "./api.js";
import { attribute, byId, note, text } from "./dom.js";
import { ListPage, NEEDY } from "./list.js";
import { Stream } from "./stream.js";
import { Troubles } from "./troubles.js";
import { VassalPage } from "./vassal.js";
import { Vassals } from "./vassals.js";
import { moment } from "./words.js";

/** The emperor says something every ten seconds at least. */
const SILENCE = 25_000;

const vassals = new Vassals();
const list = new ListPage(vassals);
const page = new VassalPage(vassals);
const troubles = new Troubles(vassals, () => list.only(NEEDY));
const agents = new Agents((all) => troubles.agents(all));
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
  document.title = shown ? `${shown} – ${whose}` : whose;
}

function wanted() {
  const found = /^#\/vassals\/([^/]+)$/.exec(location.hash);
  try {
    return found === null ? "" : decodeURIComponent(found[1]);
  } catch {
    return "";
  }
}

function route() {
  const name = wanted();
  const first = shown === null;
  if (name === shown) {
    return;
  }
  shown = name;
  byId("list-page").hidden = name !== "";
  byId("vassal-page").hidden = name === "";
  entitle();
  if (name === "") {
    page.hide();
    list.start();
    agents.start();
  } else {
    list.stop();
    agents.stop();
    page.show(name);
  }
  if (!first) {
    window.scrollTo(0, 0);
    byId(name === "" ? "list-page" : "vassal-page").querySelector("h1").focus();
  }
}

text(byId("place"), location.host);
window.addEventListener("hashchange", () => shown !== null && route());
events.start();
