package io.emperor.devagent;

import java.time.Duration;

/**
 * What keeps the agent's memory bounded.
 *
 * @param connections how many may be open
 * @param waiting how many queries may wait for news
 * @param idle after how long a silent connection is closed, unless its query waits
 */
record Limits(int connections, int waiting, Duration idle) {

  static final Limits DEFAULT = new Limits(4_096, 4_000, Duration.ofSeconds(60));
}
