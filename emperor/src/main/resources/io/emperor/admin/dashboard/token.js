// The token that requests carry where the emperor wants one: kept by this tab alone.

import { byId, text } from "./dom.js";

const KEY = "emperor-token";
let answer = null;

export function token() {
  return sessionStorage.getItem(KEY);
}

/** Asks for another token than the one that was refused, once for all who ask. */
export function anotherThan(refused) {
  if (token() !== refused) {
    return Promise.resolve();
  }
  answer ??= ask(refused !== null).finally(() => {
    answer = null;
  });
  return answer;
}

function ask(wrong) {
  const page = byId("token-page");
  const field = byId("token");
  text(byId("token-trouble"), wrong ? "The emperor does not take that token." : "");
  document.body.classList.add("locked");
  page.hidden = false;
  field.value = "";
  field.focus();
  return new Promise((resolve) => {
    page.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, field.value.trim());
      page.hidden = true;
      document.body.classList.remove("locked");
      resolve();
    };
  });
}
