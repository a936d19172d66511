package io.emperor.runtime.owner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a program is started as a user: what stands in front of its words, and around it. */
public final class RunAs {

  private static final String SETPRIV = "setpriv";

  /** What every program may need of what the emperor has, and none of its secrets. */
  private static final Set<String> PLAIN = Set.of("LANG", "PATH", "TZ");

  /**
   * Gives the user the three pipes, which are root's otherwise: nobody but their owner can open
   * {@code /dev/stdout} once more.
   */
  private static final String PIPES =
      "umask 022; chown \"$0\" /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 && exec \"$@\"";

  private RunAs() {}

  /** Whether this machine has what it takes. Blocks for a moment. */
  public static boolean isPossible() {
    try {
      Account root = Account.of("0");
      List<String> words = new ArrayList<>(setpriv(root));
      words.add("true");
      return Told.by(words).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The words in front of those of a program, for a process of root's. The kernel takes back the
   * signal for the emperor's end when a process changes its user, so it is asked for again.
   *
   * @param user whom the program is to run as, with the user's supplementary groups
   */
  public static List<String> before(Account user) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", PIPES, Account.shown(user.uid())));
    words.addAll(setpriv(user));
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
  public static void confine(Map<String, String> environment, Account user) {
    environment.keySet().removeIf(name -> !PLAIN.contains(name) && !name.startsWith("LC_"));
    environment.put("HOME", user.home());
    environment.put("USER", user.name());
    environment.put("LOGNAME", user.name());
    environment.put("SHELL", user.shell());
  }
}
