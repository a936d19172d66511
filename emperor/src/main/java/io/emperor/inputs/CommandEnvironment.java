package io.emperor.inputs;

import java.util.HashMap;
import java.util.Map;

/** What commands that somebody has configured find in their environment. */
public final class CommandEnvironment {

  private CommandEnvironment() {}

  /** What this process has, without what is for the emperor alone. */
  public static Map<String, String> inherited() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    return environment;
  }
}
