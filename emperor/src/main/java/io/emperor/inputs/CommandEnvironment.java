package io.emperor.inputs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What commands that somebody has configured find in their environment. */
public final class CommandEnvironment {

  private static final Set<String> PLAIN =
      Set.of("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER");

  private CommandEnvironment() {}

  /** What this process has, without what is for the emperor alone. */
  public static Map<String, String> inherited() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    return environment;
  }

  /** What every program may need of what this process has, and none of its secrets. */
  public static Map<String, String> plain() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> !PLAIN.contains(name) && !name.startsWith("LC_"));
    return environment;
  }
}
