// An emperor of the fleet: how it is, and where its dashboard is.

import { badge } from "./badges.js";
import { element } from "./dom.js";
import { visible } from "./words.js";

/** On another machine such a link leads to that machine itself. */
const LOOPBACK = /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i;

/** The host of the emperor whose page this is, as far as it is known. */
export function hostOf(emperors, name) {
  return emperors.find((member) => member.emperor === name)?.labels.host;
}

/** Where its dashboard is; null if it can't be reached from here. */
export function dashboardOf(member, here) {
  return member.admin !== null && (!LOOPBACK.test(member.admin) || member.labels.host === here) ? member.admin : null;
}

/** Whether it is there, as far as the others know. */
export function isThere({ state }) {
  return state !== "left" && state !== "dead";
}

/** Its name, as a link where that leads somewhere. */
export function nameOf(member, here) {
  const name = element("strong", {}, visible(member.emperor));
  const dashboard = dashboardOf(member, here);
  return dashboard === null ? name : element("a", { href: dashboard, rel: "noreferrer" }, name);
}

/** Its state, and that it is drained if it is. */
export function badgesOf(member) {
  return [member.state, ...(member.drained ? ["drained"] : [])].flatMap((word) => {
    const node = element("span");
    badge(node, word);
    return [" ", node];
  });
}

/** What stands below its name. */
export function aboutIt(member) {
  const lease = member.leaseAge === null ? "no lease" : `lease renewed ${member.leaseAge.toFixed(1)} s ago`;
  const labels = Object.entries(member.labels)
    .filter(([key]) => key !== "emperor")
    .map(([key, value]) => `${visible(key)}=${visible(value)}`)
    .join(" ");
  return [`${lease}, ${member.names} names`, labels]
    .filter(Boolean)
    .map((line) => element("p", { class: "quiet" }, line));
}
