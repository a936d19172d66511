package io.emperor.runtime.process;

import io.emperor.base.SafeText;
import io.emperor.logging.RelayedEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes what a process prints to the log, line by line, with the vassal's name. */
public final class OutputLog implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(OutputLog.class);

  /** What is longer becomes several lines. */
  private static final int LONGEST = 4096;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

  private final String vassal;
  private final InputStream output;
  private final Predicate<String> taken;
  private final boolean relays;
  private volatile String lastLine = "";

  /**
   * Leaves lines out.
   *
   * @param taken takes a line that is no output, and answers {@code true} then
   */
  public OutputLog(String vassal, InputStream output, Predicate<String> taken) {
    this(vassal, output, taken, true);
  }

  /**
   * May take every line for what it looks like.
   *
   * @param relays whether some may be events that were logged elsewhere
   */
  OutputLog(String vassal, InputStream output, Predicate<String> taken, boolean relays) {
    this.vassal = vassal;
    this.output = output;
    this.taken = taken;
    this.relays = relays;
  }

  /** The last line that was not blank and no part of a stack trace, empty if there was none. */
  String lastLine() {
    return lastLine;
  }

  /** Reads until the end. */
  @Override
  public void run() {
    MDC.put("vassal", vassal);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n' || next == RelayedEvent.MARK || line.length() >= longest(line)) {
          write(line);
        }
        if (next != '\n') {
          line.append((char) next);
        }
      }
      write(line);
    } catch (IOException e) {
      log.debug("the output of {} ended: {}", vassal, e.toString());
    }
  }

  private int longest(StringBuilder line) {
    boolean relayed = relays && !line.isEmpty() && line.charAt(0) == RelayedEvent.MARK;
    return relayed ? RelayedEvent.LONGEST : LONGEST;
  }

  private static boolean isOfATrace(String text) {
    return text.startsWith("\tat ") || text.startsWith("\t... ");
  }

  private void write(StringBuilder line) {
    Optional<String> relayed =
        relays ? RelayedEvent.log(line.toString(), vassal) : Optional.empty();
    if (relayed.isPresent()) {
      lastLine = SafeText.line(relayed.get());
      line.setLength(0);
      return;
    }
    String text = CONTROL.matcher(line).replaceAll("").stripTrailing();
    line.setLength(0);
    if (!text.isBlank() && !taken.test(text)) {
      lastLine = isOfATrace(text) ? lastLine : SafeText.line(text);
      log.info("{}", text);
    }
  }
}
