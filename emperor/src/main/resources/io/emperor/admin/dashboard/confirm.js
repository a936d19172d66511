// Asks before something is done that others notice.

import { byId, text } from "./dom.js";

/** @param deed what stands on the button that says yes */
export function confirmed(title, words, deed) {
  const dialog = byId("confirm");
  text(byId("confirm-title"), title);
  text(byId("confirm-words"), words);
  text(dialog.querySelector("[value=yes]"), deed);
  return answered(dialog);
}

/** Shows a dialog until it is answered; whether with yes. */
export function answered(dialog) {
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}
