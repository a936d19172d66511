package io.emperor.provisioning.program;

import java.util.Locale;
import java.util.Set;

/**
 * What a change of the inputs does to the program that has them: {@code reload}, {@code
 * signal:NAME}, {@code exec:COMMAND} or {@code none}.
 *
 * @param kind which of them
 * @param detail the signal's name without SIG, or the command; otherwise empty
 */
public record OnChange(Kind kind, String detail) {

  /** The program is started anew. */
  public static final OnChange RELOAD = new OnChange(Kind.RELOAD, "");

  /** Those that a program can take without ending, or that it means to end by. */
  private static final Set<String> SIGNALS =
      Set.of("HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "WINCH", "CONT", "ALRM");

  /** What is done. */
  public enum Kind {
    RELOAD,
    SIGNAL,
    EXEC,
    NONE
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static OnChange parse(String text) {
    if (text.equals("reload")) {
      return RELOAD;
    }
    if (text.equals("none")) {
      return new OnChange(Kind.NONE, "");
    }
    if (text.startsWith("signal:")) {
      return new OnChange(Kind.SIGNAL, signal(text.substring("signal:".length())));
    }
    if (text.startsWith("exec:") && !text.substring("exec:".length()).isBlank()) {
      return new OnChange(Kind.EXEC, text.substring("exec:".length()).strip());
    }
    throw new IllegalArgumentException(
        "is no answer to a change: write reload, signal:HUP, exec:COMMAND or none");
  }

  private static String signal(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
    if (!SIGNALS.contains(name)) {
      throw new IllegalArgumentException(
          "names no signal that can be sent: use one of "
              + String.join(", ", SIGNALS.stream().sorted().toList()));
    }
    return name;
  }
}
