package io.emperor.devagent.query;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoDuration;
import io.emperor.devagent.golang.GoText;
import java.math.BigInteger;
import java.time.Duration;

/**
 * How a read wants to be answered.
 *
 * @param index answer when there is news after this index, 0 to answer at once
 * @param consistency in the words of the header that reports it
 */
public record ReadOptions(BigInteger index, Duration waitTime, String consistency) {

  public static final ReadOptions NONE = new ReadOptions(BigInteger.ZERO, Duration.ZERO, "leader");

  private static final Duration DEFAULT_WAIT = Duration.ofMinutes(5);
  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  /**
   * Reads them, in the order in which the real agent complains.
   *
   * @throws HttpError if they make no sense
   */
  public static ReadOptions of(QueryParameters query) {
    boolean mayBeStale = mayBeStale(query.first("max_stale"));
    boolean stale = query.has("stale") || mayBeStale;
    boolean consistent = query.has("consistent");
    if (stale && consistent) {
      throw HttpError.badRequest("Cannot specify ?stale with ?consistent, conflicting semantics.");
    }
    Duration wait = waitTime(query.first("wait"));
    String consistency = stale ? "stale" : consistent ? "consistent" : "leader";
    return new ReadOptions(index(query.first("index")), wait, consistency);
  }

  /** How stale does not matter: what this agent says never is. */
  private static boolean mayBeStale(String most) {
    try {
      return !most.isEmpty() && GoDuration.parse(most).compareTo(Duration.ZERO) > 0;
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid max_stale value " + GoText.quote(most));
    }
  }

  private static Duration waitTime(String text) {
    try {
      Duration wait = text.isEmpty() ? Duration.ZERO : GoDuration.parse(text);
      if (wait.isZero() || wait.isNegative()) {
        return DEFAULT_WAIT;
      }
      return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid wait time");
    }
  }

  private static BigInteger index(String text) {
    try {
      return text.isEmpty() ? BigInteger.ZERO : GoText.uint64(text);
    } catch (NumberFormatException e) {
      throw HttpError.badRequest("Invalid index");
    }
  }

  public boolean isBlocking() {
    return index.signum() > 0;
  }

  /** The same for a read that waits for something else than an index. */
  public ReadOptions blocking() {
    return new ReadOptions(BigInteger.ONE, waitTime, consistency);
  }

  public boolean isNews(long current) {
    return BigInteger.valueOf(current).compareTo(index) > 0;
  }
}
