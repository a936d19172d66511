package io.emperor.cli.terminal;

import io.emperor.admin.view.VassalView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What commands print for people: aligned, and coloured where standard output is a terminal and
 * {@code NO_COLOR} is not set, see <a href="https://no-color.org">no-color.org</a>.
 */
public final class Screen {

  private final PrintWriter out;
  private final Ansi ansi;
  private final int width;

  public Screen(CommandLine command) {
    out = command.getOut();
    ansi = command.getColorScheme().ansi();
    width = TerminalWidth.of(command, System.getenv());
  }

  /** How wide lines may be. */
  public int width() {
    return width;
  }

  /** Empties a terminal, so that what comes next stands alone; elsewhere it comes below. */
  public void clear() {
    line(ansi.enabled() ? "\033[H\033[2J" : "");
  }

  public void line(String text) {
    out.println(text);
    if (out.checkError()) {
      throw new UncheckedIOException(new IOException("nobody reads any more"));
    }
  }

  /** The text, in the colour of what the vassal needs. */
  public String coloured(VassalView vassal, String text) {
    String colour = Urgency.of(vassal).colour();
    return colour.isEmpty() ? text : coloured(colour, text);
  }

  private String coloured(String colour, String text) {
    return ansi.enabled()
        ? Ansi.Style.on(Ansi.Style.parse(colour)) + text + Ansi.Style.off(Ansi.Style.parse(colour))
        : text;
  }

  /** How long ago that was, in its largest unit: {@code 5m}. */
  public static String age(String since) {
    Duration age = Duration.between(Instant.parse(since), Instant.now());
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }
}
