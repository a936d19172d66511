package io.emperor.runtime.owner;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a program is started as a user: what stands in front of its words, and around it. What the
 * user says of its environment would be obeyed by root's programs, too, the linker's variables say;
 * so it is told over the standard input, and only once there is no root any more. Immutable.
 */
public final class RunAs {

  private static final Logger log = LoggerFactory.getLogger(RunAs.class);

  private static final String SETPRIV = "setpriv";

  /** What every program may need of what the emperor has, and none of its secrets. */
  private static final Set<String> PLAIN = Set.of("LANG", "PATH", "TZ");

  /** A pipe takes 64 KiB. */
  private static final int LONGEST = 60_000;

  /** A shell keeps other names back. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * By root: gives the user the three pipes, which are root's otherwise. Nobody but their owner can
   * open {@code /dev/stdout} once more.
   */
  private static final String PIPES =
      "umask 022; chown \"$0\" /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 && exec \"$@\"";

  /** By the user: takes the line of {@link #tell}, and leaves the rest to the program. */
  private static final String ENVIRONMENT =
      "_emperor_n='\n'; IFS= read -r _emperor_e && eval \"$_emperor_e\""
          + " && unset _emperor_n _emperor_e && exec \"$@\"";

  private final Account user;
  private final byte[] told;
  private final Map<String, String> environment;

  /**
   * Of one program.
   *
   * @param user whom it is to run as, with the user's supplementary groups
   * @param environment what it finds besides what a login sets
   * @throws IOException if a name in it can't be told, or it is longer than a pipe takes while
   *     nobody reads: no program is to hold up who starts it
   */
  public RunAs(Account user, Map<String, String> environment) throws IOException {
    for (String name : environment.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IOException(
            "env.%s: no shell passes such a name on to a program of another user: rename it"
                .formatted(name));
      }
    }
    this.user = user;
    this.environment = Map.copyOf(environment);
    told = (line() + "\n").getBytes(StandardCharsets.UTF_8);
    if (told.length > LONGEST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "env takes %d bytes of the %d that a program of another user may have: put what is"
                  + " long into a file",
              told.length,
              LONGEST));
    }
  }

  /** Whether this machine has what it takes. Blocks for a moment. */
  public static boolean isPossible() {
    try {
      List<String> words = new ArrayList<>(setpriv(Account.of("0")));
      words.add("true");
      return Told.by(words).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The words in front of those of a program, for a process of root's. The kernel takes back the
   * signal for the emperor's end when a process changes its user, so it is asked for again.
   */
  public List<String> before() {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", PIPES, Account.shown(user.uid())));
    words.addAll(setpriv(user));
    words.addAll(List.of("/bin/sh", "-c", ENVIRONMENT, "sh"));
    return words;
  }

  /** Without the pipes: for what is run by the emperor itself. */
  static List<String> setpriv(Account user) {
    return List.of(
        SETPRIV,
        "--reuid",
        Account.shown(user.uid()),
        "--regid",
        Account.shown(user.gid()),
        "--init-groups",
        "--inh-caps=-all",
        "--pdeathsig",
        "KILL",
        "--");
  }

  /**
   * Leaves of the emperor's environment what is nobody's secret, and adds what a login does.
   *
   * @param environment what it is, and what it becomes
   */
  public void confine(Map<String, String> environment) {
    confine(environment, user);
  }

  static void confine(Map<String, String> environment, Account user) {
    environment.keySet().removeIf(name -> !PLAIN.contains(name) && !name.startsWith("LC_"));
    environment.computeIfPresent("PATH", (name, path) -> absolute(path));
    environment.put("HOME", user.home());
    environment.put("USER", user.name());
    environment.put("LOGNAME", user.name());
    environment.put("SHELL", user.shell());
  }

  /** Root's programs are started where the user says. */
  private static String absolute(String path) {
    return Stream.of(path.split(":", -1))
        .filter(directory -> directory.startsWith("/"))
        .collect(Collectors.joining(":"));
  }

  /**
   * What the program itself finds.
   *
   * @param confined what {@link #confine} has left
   */
  public Map<String, String> all(Map<String, String> confined) {
    Map<String, String> all = new HashMap<>(confined);
    all.putAll(environment);
    return all;
  }

  /**
   * Tells the environment, before anything else is said to the program. A program that does not
   * hear it has ended, and says why itself.
   *
   * @param input the standard input of what {@link #before} begins
   */
  public void tell(OutputStream input) {
    try {
      input.write(told);
      input.flush();
    } catch (IOException e) {
      log.debug("a program has ended before it began: {}", e.toString());
    }
  }

  /** One line for a shell: nothing in it but names and text in quotes. */
  private String line() {
    return environment.entrySet().stream()
        .map(variable -> variable.getKey() + "='" + quoted(variable.getValue()) + "'")
        .collect(Collectors.joining(" ", "export _emperor_e ", ""));
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''").replace("\n", "'\"$_emperor_n\"'");
  }
}
