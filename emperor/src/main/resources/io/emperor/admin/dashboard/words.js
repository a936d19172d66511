// How things are said.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Two units at most: `45s`, `3m 20s`, `2h 5m`, `4d 1h`. */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) {
    return `${whole}s`;
  }
  if (whole < HOUR) {
    return pair(whole, MINUTE, "m", 1, "s");
  }
  return whole < DAY ? pair(whole, HOUR, "h", MINUTE, "m") : pair(whole, DAY, "d", HOUR, "h");
}

function pair(seconds, large, largeUnit, small, smallUnit) {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeUnit}${rest === 0 ? "" : ` ${rest}${smallUnit}`}`;
}

export function age(since, now = Date.now()) {
  return span((now - Date.parse(since)) / 1000);
}

/** The time of day, with the date where it is not today's. */
export function moment(instant) {
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  const time = at.toLocaleTimeString(undefined, { hour12: false });
  return today ? time : `${at.toLocaleDateString()} ${time}`;
}

export function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  return `${short(count / 1024 ** power)} ${units[power]}`;
}

/** Three digits say enough. */
export function short(number) {
  return number >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}

/** Any JSON value in a line. */
export function inWords(value) {
  if (Array.isArray(value)) {
    return value.map(inWords).join(", ");
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value)
      .map(([key, inner]) => `${key}=${inWords(inner)}`)
      .join(", ");
  }
  return value === null || value === undefined ? "" : String(value);
}

/** What can't be seen, or turns around what stands beside it, is written out: so that names which differ look different. */
export function visible(words) {
  return words.replace(/[\p{C}\u2028\u2029]/gu, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);
}

/** Numbers in their order, with runs of them as one: `0, 2–5`. */
export function ranges(numbers) {
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === number - 1) {
      last.to = number;
    } else {
      runs.push({ from: number, to: number });
    }
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

/** `1 instance`, `2 instances`. */
export function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
