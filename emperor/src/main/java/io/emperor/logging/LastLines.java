package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.Layout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of the log about each vassal, and whoever follows them: at most 100 lines and 32
 * KB a vassal, in the log's own format. Lines are kept of vassals that were announced by {@link
 * #keep}, and as long as they are. Thread safe.
 */
public final class LastLines {

  private static final int LONGEST = 4096;

  private final Layout<ILoggingEvent> layout;
  private final Map<String, Ring> rings = new ConcurrentHashMap<>();

  /**
   * Without any lines.
   *
   * @param format of the lines
   */
  public LastLines(LogFormat format) {
    this.layout = format.layout(new ContextBase());
  }

  /**
   * Keeps lines of a vassal from now on.
   *
   * @param vassal its name; as often as it was said, {@link #forget} is to be said
   */
  public void keep(String vassal) {
    Ring unused = rings.compute(vassal, (name, ring) -> orNew(ring).kept());
  }

  /**
   * Takes one {@link #keep} back; after the last one, the vassal's lines are gone. Who follows them
   * goes on to.
   *
   * @param vassal its name
   */
  public void forget(String vassal) {
    Ring unused = rings.computeIfPresent(vassal, (name, ring) -> ring.forgotten());
  }

  /**
   * The last lines, oldest first.
   *
   * @param vassal a name
   * @param most how many at most
   * @param since when the first of them was logged at the earliest
   * @return none for a vassal that is not kept or was silent
   */
  public List<String> of(String vassal, int most, Instant since) {
    Ring ring = rings.get(vassal);
    return ring == null ? List.of() : ring.last(most, since);
  }

  /**
   * Follows a vassal's lines: the last ones first, then each as it comes, none twice and none left
   * out between the two. Who logs never waits for the listener: of lines that it can't take in
   * time, some are lost, and a line in their place says how many.
   *
   * @param vassal a name, also one that nobody has today
   * @param most how many of the lines that are there already
   * @param since when the first of those was logged at the earliest
   * @param listener told on a thread of its own; what it throws ends the following
   * @return ends it; the listener may be in its last call then
   */
  public AutoCloseable follow(String vassal, int most, Instant since, Consumer<String> listener) {
    Follower follower = new Follower(vassal, listener, lost -> lostLine(vassal, lost));
    Ring unused = rings.compute(vassal, (name, ring) -> orNew(ring).with(follower, most, since));
    follower.start(() -> leave(vassal, follower));
    return follower;
  }

  private void leave(String vassal, Follower follower) {
    Ring unused = rings.computeIfPresent(vassal, (name, ring) -> ring.without(follower));
  }

  private static Ring orNew(@Nullable Ring ring) {
    return ring == null ? new Ring() : ring;
  }

  /** Whether it is worth while to make a line. */
  boolean isWanted(String vassal) {
    return rings.containsKey(vassal);
  }

  void add(String vassal, Instant at, String lines) {
    Ring ring = rings.get(vassal);
    if (ring != null) {
      ring.add(at, lines.lines().map(LastLines::shortened).toList());
    }
  }

  private String lostLine(String vassal, long lost) {
    LoggingEvent event = new LoggingEvent();
    event.setInstant(Instant.now());
    event.setLevel(Level.WARN);
    event.setLoggerName(LastLines.class.getName());
    event.setThreadName(Thread.currentThread().getName());
    event.setMDCPropertyMap(Map.of("vassal", vassal));
    event.setMessage("(lines left out here, which came faster than they were read: " + lost + ")");
    return layout.doLayout(event).stripTrailing();
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
