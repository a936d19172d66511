// What is known of the vassals: the emperor's stream of events, gathered.

export class Vassals {
  #known = new Map();
  #changed = new Set();
  #watchers = [];
  #planned = false;

  /** Calls with the names that changed, and how they were before, once for every picture drawn. */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  get(name) {
    return this.#known.get(name);
  }

  all() {
    return [...this.#known.values()];
  }

  /** Takes an event of the stream. */
  take(type, data) {
    const told = JSON.parse(data);
    if (type === "vassals") {
      const names = new Set(told.map((vassal) => vassal.name));
      [...this.#known.keys()].filter((name) => !names.has(name)).forEach((name) => this.#gone(name));
      told.forEach((vassal) => this.#put(vassal));
    } else if (type === "vassal") {
      this.#put(told);
    } else if (type === "gone") {
      this.#gone(told.name);
    }
    this.#plan();
  }

  #put(vassal) {
    this.#known.set(vassal.name, Object.freeze(vassal));
    this.#changed.add(vassal.name);
  }

  #gone(name) {
    this.#known.delete(name);
    this.#changed.add(name);
  }

  #plan() {
    if (this.#planned) {
      return;
    }
    this.#planned = true;
    requestAnimationFrame(() => {
      const changed = this.#changed;
      this.#changed = new Set();
      this.#planned = false;
      this.#watchers.forEach((watcher) => watcher(changed));
    });
  }
}
