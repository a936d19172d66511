// How a vassal stands, for people: what the fields mean together.

/** From what needs somebody to what needs nobody. */
export const STATES = ["cursed", "backing-off", "draining", "waiting", "loading", "starting", "running", "stopped"];

/** Health is worth showing only of what serves, or should. */
export function healthOf(vassal) {
  return ["running", "backing-off", "draining"].includes(vassal.state) ? vassal.health : "";
}

export function reasonOf(vassal) {
  return vassal.reason || vassal.consul || (healthOf(vassal) === "passing" ? "" : healthOf(vassal) && vassal.healthNote) || "";
}

export function generationOf(vassal) {
  const next = vassal.trying && vassal.attempt !== vassal.generation;
  return next ? `${vassal.generation} → ${vassal.attempt}` : String(vassal.generation);
}

/** What the operator can do about it, if anything. */
export function adviceFor(vassal) {
  if (vassal.state === "cursed") {
    return `It is tried again when its files change: put right ${vassal.app} or what it needs. Reload tries it at once.`;
  }
  if (vassal.state === "backing-off") {
    return "It is tried again by itself. Reload tries it at once; its last log lines may say more.";
  }
  return "";
}

/** Which of the actions the emperor would not refuse. */
export function allows(vassal, deed) {
  const leaving = vassal.state === "stopped" || vassal.state === "draining";
  if (deed === "start") {
    return !vassal.trying && ["stopped", "backing-off", "cursed", "waiting"].includes(vassal.state);
  }
  return deed === "maintenance" ? typeof vassal.maintenance === "boolean" : !leaving;
}
