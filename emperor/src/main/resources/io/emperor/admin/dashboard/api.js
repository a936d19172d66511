// Talks to the emperor's API.

import { anotherThan, token } from "./token.js";

/** The emperor has answered, but not with what was asked for. */
export class Refused extends Error {
  /** @param token the one that was sent along, null for none */
  constructor(status, message, token) {
    super(message);
    this.status = status;
    this.token = token;
  }
}

/** Whether it makes no sense to ask again. */
export function isRefusal(failure) {
  return failure.status >= 400 && failure.status < 500;
}

/** Why there is nothing to show. */
export function wordsFor(failure) {
  return failure instanceof Refused ? failure.message : "The emperor does not answer.";
}

/** Where a vassal is in the API. */
export function pathOf(name, rest = "") {
  return `/v1/vassals/${encodeURIComponent(name)}${rest}`;
}

/** An answer of status 2xx; asks for the token where one is wanted. */
export async function send(path, options = {}) {
  for (;;) {
    try {
      return await sendOnce(path, options);
    } catch (failure) {
      if (failure.status !== 401) {
        throw failure;
      }
      await anotherThan(failure.token);
    }
  }
}

/** An answer of status 2xx. */
export async function sendOnce(path, { method = "GET", signal } = {}) {
  const used = token();
  const answer = await fetch(path, { method, signal, cache: "no-store", headers: headers(method, used) });
  if (answer.ok) {
    return answer;
  }
  throw new Refused(answer.status, await errorOf(answer), used);
}

function headers(method, used) {
  const all = {};
  if (method !== "GET") {
    all["Content-Type"] = "application/json";
  }
  if (used !== null) {
    all.Authorization = `Bearer ${used}`;
  }
  return all;
}

async function errorOf(answer) {
  try {
    return (await answer.json()).error ?? `status ${answer.status}`;
  } catch {
    return `status ${answer.status}`;
  }
}

export async function get(path, signal) {
  return (await send(path, { signal })).json();
}

export async function post(path) {
  return (await send(path, { method: "POST" })).json();
}
