// How a vassal stands, for people: what the fields mean together.

/** From what needs somebody to what needs nobody. */
export const STATES = ["cursed", "backing-off", "draining", "waiting", "loading", "starting", "running", "resting", "stopped"];

/** Whether a generation serves, or would as soon as somebody connects. */
export function isInService(state) {
  return state === "running" || state === "resting";
}

/** Whether what was tried last was given up, and an older generation serves. */
export function hasFailedReload({ state, trying, attempt, generation }) {
  return isInService(state) && !trying && attempt > generation;
}

/** What a vassal needs: from somebody at once to nothing, as `emperor list` sorts them. */
const URGENCIES = ["cursed", "backing off", "reload failed", "unwell", "moving", "well", "stopped"];

export function urgencyOf(vassal) {
  return URGENCIES.indexOf(needOf(vassal));
}

function needOf(vassal) {
  switch (vassal.state) {
    case "cursed":
      return "cursed";
    case "backing-off":
      return "backing off";
    case "running":
    case "resting":
      return hasFailedReload(vassal) ? "reload failed" : isWell(vassal) ? "well" : "unwell";
    case "stopped":
      return "stopped";
    default:
      return "moving";
  }
}

function isWell({ health, registered, maintenance }) {
  return health === "passing" && registered !== false && !maintenance;
}

/** Whether an operator has something to do. */
export function needsYou(vassal) {
  return urgencyOf(vassal) <= URGENCIES.indexOf("reload failed");
}

/** The trouble in three words; empty for none. */
export function troubleOf(vassal) {
  if (vassal.state === "cursed") {
    return "is cursed";
  }
  if (vassal.state === "backing-off") {
    return "has failed";
  }
  return hasFailedReload(vassal) ? "has failed to reload" : "";
}

/** Health is worth showing only of what serves, or should. */
export function healthOf(vassal) {
  return ["running", "resting", "backing-off", "draining"].includes(vassal.state) ? vassal.health : "";
}

export function reasonOf(vassal) {
  return vassal.reason || vassal.consul || (healthOf(vassal) === "passing" ? "" : healthOf(vassal) && vassal.healthNote) || "";
}

/** Where it can be looked at in a browser, if it is a web application: by the host of this page if it has no other. */
export function addressOf({ address, port, secure }) {
  const host = address ?? location.hostname;
  return port ? `${secure ? "https" : "http"}://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}/` : "";
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
  if (hasFailedReload(vassal)) {
    const next = vassal.nextAttempt ? "by itself" : `when its files change: put right ${vassal.app} or what it needs`;
    return `Generation ${vassal.generation} goes on serving. The new one is tried again ${next}. Reload tries it at once.`;
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
