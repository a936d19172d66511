package io.emperor.consul;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to requests and answers.
 *
 * @param kind what it does
 * @param amount how much of it: milliseconds, bytes or a status; 0 where nothing is counted
 */
public record Fault(Kind kind, int amount) {

  /** What may be done. */
  public enum Kind {
    /** Nothing. */
    PASS,
    /** Connections are refused and those that were open are closed. */
    REFUSE,
    /** Connections and requests are taken, and nobody ever sees them. */
    SILENT,
    /** Requests reach the agent, answers get lost. */
    SWALLOW,
    /** Requests reach the agent late. */
    DELAY,
    /** The connection is closed in the middle of an answer. */
    CUT,
    /** The proxy answers itself. */
    STATUS,
    /** The proxy answers with a body that does not end. */
    ENDLESS_BODY,
    /** The proxy answers with a header that does not end. */
    ENDLESS_HEADER,
    /** The proxy answers with little that unpacks to much. */
    GZIP_BOMB
  }

  /** Everything goes through. */
  public static Fault pass() {
    return new Fault(Kind.PASS, 0);
  }

  /** Nobody listens. */
  public static Fault refuse() {
    return new Fault(Kind.REFUSE, 0);
  }

  /** Connects, and says nothing. */
  public static Fault silent() {
    return new Fault(Kind.SILENT, 0);
  }

  /** The agent does what it is told, and nobody hears of it. */
  public static Fault swallow() {
    return new Fault(Kind.SWALLOW, 0);
  }

  /** Every request waits. */
  public static Fault delay(Duration time) {
    return new Fault(Kind.DELAY, Math.toIntExact(time.toMillis()));
  }

  /** So many bytes of every answer, headers included, and the end. */
  public static Fault cut(int bytes) {
    return new Fault(Kind.CUT, bytes);
  }

  /** Every request is answered with this HTTP status; none reaches the agent. */
  public static Fault status(int code) {
    return new Fault(Kind.STATUS, code);
  }

  /** Every request is answered with a gigabyte, or with what unpacks to one; in one of the ways. */
  public static Fault flood(Kind way) {
    return new Fault(way, 0);
  }

  @Override
  public String toString() {
    return amount == 0 ? kind.name() : kind + " " + amount;
  }
}
