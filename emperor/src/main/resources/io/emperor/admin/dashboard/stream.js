// Server-sent events, read by fetch: a browser's own EventSource can't carry a token.

import { Refused, sendOnce } from "./api.js";
import { anotherThan } from "./token.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Follows a stream, and comes back to it when it is lost, until it is stopped. While nobody looks
 * at the page it rests: a browser has only six connections for all of its tabs.
 */
export class Stream {
  #path;
  #silence;
  #listener;
  #stop = null;

  /**
   * The listener has `opened()`, `heard()`, `event(type, data)` and `lost(words)`.
   *
   * @param silence how long the emperor may say nothing, in milliseconds; null for any time
   */
  constructor(path, silence, listener) {
    this.#path = path;
    this.#silence = silence;
    this.#listener = listener;
  }

  start() {
    const stop = new AbortController();
    this.#stop = stop;
    this.#run(stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #run(stop) {
    let pause = FIRST_PAUSE;
    while (!stop.aborted) {
      await seen(stop);
      try {
        await this.#follow(stop, () => {
          pause = FIRST_PAUSE;
        });
      } catch (failure) {
        if (failure.status === 401) {
          await anotherThan(failure.token);
        } else if (!stop.aborted) {
          this.#listener.lost(failure instanceof Refused ? failure.message : "");
          await rest(pause * (0.75 + Math.random() / 2), stop);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
      }
    }
  }

  /** Returns when nobody looks any more, and throws when the stream is lost. */
  async #follow(stop, opened) {
    const end = new AbortController();
    const watch = new Silence(this.#silence, end);
    const heard = () => {
      watch.heard();
      this.#listener.heard();
    };
    const hidden = () => document.hidden && end.abort("hidden");
    const stopped = () => end.abort();
    document.addEventListener("visibilitychange", hidden);
    stop.addEventListener("abort", stopped);
    try {
      watch.heard();
      const answer = await sendOnce(this.#path, { signal: end.signal });
      opened();
      this.#listener.opened();
      await read(answer.body, heard, (type, data) => this.#listener.event(type, data));
      throw new Error("the stream has ended");
    } catch (failure) {
      if (end.signal.reason !== "hidden") {
        throw failure;
      }
    } finally {
      watch.end();
      document.removeEventListener("visibilitychange", hidden);
      stop.removeEventListener("abort", stopped);
    }
  }
}

/** Cuts a connection that says nothing any more: TCP may not notice for hours. */
class Silence {
  #limit;
  #end;
  #timer;

  constructor(limit, end) {
    this.#limit = limit;
    this.#end = end;
  }

  heard() {
    clearTimeout(this.#timer);
    if (this.#limit !== null) {
      this.#timer = setTimeout(() => this.#end.abort("silence"), this.#limit);
    }
  }

  end() {
    clearTimeout(this.#timer);
  }
}

async function read(body, heard, tell) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let type = "message";
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    heard();
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith("event:")) {
        type = line.slice(6).trim();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line.charAt(5) === " " ? 6 : 5));
      } else if (line === "") {
        if (data.length > 0) {
          tell(type, data.join("\n"));
        }
        type = "message";
        data = [];
      }
    }
  }
}

/** Ends early when there is reason to hope. */
function rest(milliseconds, stop) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      window.removeEventListener("online", over);
      stop.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    window.addEventListener("online", over);
    stop.addEventListener("abort", over);
  });
}

function seen(stop) {
  return new Promise((resolve) => {
    const look = () => {
      if (!document.hidden || stop.aborted) {
        document.removeEventListener("visibilitychange", look);
        stop.removeEventListener("abort", look);
        resolve();
      }
    };
    document.addEventListener("visibilitychange", look);
    stop.addEventListener("abort", look);
    look();
  });
}
