package io.emperor.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the launcher does once all is there. It is written into lines that a shell reads without
 * ever taking a part of them for its own: a letter and a text each, and a line of a value's own
 * continues in a line that begins with a plus.
 *
 * @param stays whether this process stays beside the command
 * @param skipped how many words of the launcher's command line stand before the command
 * @param stopTimeout how long the command may take to end if this process is killed meanwhile
 * @param environment what the command finds in its environment, besides what it has there
 */
record ExecPlan(boolean stays, int skipped, Duration stopTimeout, Map<String, String> environment) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A shell keeps these to itself, or takes them for its own settings. */
  private static final Set<String> OF_THE_SHELL =
      Set.of(
          "BASHOPTS",
          "BASH_VERSINFO",
          "EUID",
          "IFS",
          "LINENO",
          "OPTIND",
          "PPID",
          "SHELLOPTS",
          "UID");

  private static final String OF_THE_LAUNCHER = "emperor_await_";

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if a variable can't be set, with a message that names it and
   *     not its value
   */
  ExecPlan {
    environment = Map.copyOf(environment);
    environment.forEach(ExecPlan::require);
  }

  private static void require(String name, String value) {
    if (!NAME.matcher(name).matches()
        || OF_THE_SHELL.contains(name)
        || name.startsWith(OF_THE_LAUNCHER)) {
      throw new IllegalArgumentException(
          "the variable '" + name + "' can't be set for a command: choose another name");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the value of the variable '"
              + name
              + "' has a NUL in it, which no environment can hold");
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add((stays ? "stay " : "exec ") + skipped);
    lines.add("stop " + Math.max(1, stopTimeout.plusMillis(999).toSeconds()));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              lines.add("=" + name);
              List.of(value.split("\n", -1)).forEach(line -> lines.add("+" + line));
            });
    lines.add("end");
    return lines;
  }

  /**
   * Writes it into a file that nobody else can read.
   *
   * @param file is made, and must not be there
   */
  void write(Path file) throws IOException {
    Path made =
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(made, String.join("\n", lines()) + "\n", StandardCharsets.UTF_8);
  }

  /** Leaves the values out. */
  @Override
  public String toString() {
    return "ExecPlan[stays=%s, environment=%s]".formatted(stays, environment.keySet());
  }
}
