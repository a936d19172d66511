package io.emperor.vassal.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal does and takes at one moment. Immutable.
 *
 * @param at when
 * @param requests what it has served; {@code null} where the emperor does not see that, in a
 *     process of its own
 * @param heapUsed bytes in use of the heap that it shares with the emperor; {@code null} for one in
 *     a process of its own
 * @param heapMax bytes that this heap can have; {@code null} likewise
 * @param processBytes memory of its own process, in bytes; {@code null} if it has none or that
 *     can't be told
 */
public record VassalLoad(
    Instant at,
    @Nullable Requests requests,
    @Nullable Long heapUsed,
    @Nullable Long heapMax,
    @Nullable Long processBytes) {

  /**
   * What it has served since it was there: these grow, until its files go.
   *
   * @param answered how many requests were answered
   * @param failed how many of these with a status of 5xx
   * @param seconds how long all of them took, in seconds
   * @param inFlight how many are being answered; the one that does not grow
   */
  public record Requests(long answered, long failed, double seconds, long inFlight) {

    static final Requests NONE = new Requests(0, 0, 0, 0);
  }
}
