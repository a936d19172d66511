package io.emperor.consul.watch;

import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.ConsulDuration;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * How a question is asked this time.
 *
 * @param index the agent answers when its index is above this one; 0 for an answer at once
 * @param longest how long it may wait for that
 * @param mode how fresh the answer has to be
 */
record QueryOptions(long index, Duration longest, ConsistencyMode mode) {

  /** What the agent and the way to it may take beside the wait. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /** Nobody waits for an answer at once. */
  QueryOptions {
    longest = index == 0 ? Duration.ZERO : longest;
  }

  /** For an answer at once. */
  static QueryOptions now(ConsistencyMode mode) {
    return new QueryOptions(0, Duration.ZERO, mode);
  }

  /** The answer that counts: the leader's, after it made sure that it is the leader. */
  static QueryOptions ofTheLeader() {
    return now(ConsistencyMode.CONSISTENT);
  }

  HttpUrl.Builder addTo(HttpUrl.Builder url) {
    return index == 0
        ? url
        : url.addQueryParameter("index", Long.toUnsignedString(index))
            .addQueryParameter("wait", ConsulDuration.format(longest));
  }

  /** The time limit: Consul adds up to a sixteenth to the wait. */
  Duration limit() {
    return longest.multipliedBy(17).dividedBy(16).plus(SLACK);
  }
}
