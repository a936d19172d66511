// Makes elements and changes them. Whatever the emperor tells goes in as text, never as HTML.

export function byId(id) {
  return document.getElementById(id);
}

/** Children are elements or text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => attribute(made, key, value));
  made.append(...children);
  return made;
}

/** Sets it only where it differs; `false` and nothing at all remove it. */
export function attribute(node, key, value) {
  if (value === false || value === null || value === undefined) {
    node.removeAttribute(key);
    return;
  }
  const words = value === true ? "" : String(value);
  if (node.getAttribute(key) !== words) {
    node.setAttribute(key, words);
  }
}

/** Writes only where it differs: what stands there may be selected, or be read out. */
export function text(node, words) {
  if (node.textContent !== words) {
    node.textContent = words;
  }
}

/** Shows the words, or nothing at all. */
export function note(node, words) {
  text(node, words ?? "");
  node.hidden = !words;
}

/** Brings the children into this order, moving as few as possible: the focus stays where it is. */
export function arrange(parent, wanted) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const keep = new Set(wanted);
  [...parent.children].filter((child) => !keep.has(child)).forEach((child) => child.remove());
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (at !== null && at !== child && at.nextElementSibling === child) {
      const late = at;
      at = child;
      late.remove();
    }
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(child, at);
    }
  }
  if (focused !== null && focused !== document.activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

/** Terms with what belongs to them; `undefined` leaves a term out. */
export function facts(list, pairs) {
  list.replaceChildren(
    ...pairs
      .filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(([term, ...values]) =>
        element("div", {}, element("dt", {}, term), ...values.filter(Boolean).map((value) => element("dd", {}, value))),
      ),
  );
}
