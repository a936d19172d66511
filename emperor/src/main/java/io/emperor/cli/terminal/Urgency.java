package io.emperor.cli.terminal;

import io.emperor.admin.view.VassalView;

/** How much a vassal needs somebody, from most to not at all. */
public enum Urgency {
  /** Nothing happens before somebody puts it right. */
  CURSED("red"),
  /** It does not run, and is tried again by itself. */
  BACKING_OFF("yellow"),
  /** It runs, but not what its files say. */
  RELOAD_FAILED("yellow"),
  /** It runs, and is not well, or nobody finds it. */
  UNWELL("yellow"),
  /** It is on its way. */
  MOVING(""),
  WELL("green"),
  STOPPED("");

  private final String colour;

  Urgency(String colour) {
    this.colour = colour;
  }

  public static Urgency of(VassalView vassal) {
    return switch (vassal.state()) {
      case "cursed" -> CURSED;
      case "backing-off" -> BACKING_OFF;
      case "running", "resting" -> ofRunning(vassal);
      case "stopped" -> STOPPED;
      default -> MOVING;
    };
  }

  private static Urgency ofRunning(VassalView vassal) {
    if (hasFailedReload(vassal)) {
      return RELOAD_FAILED;
    }
    boolean well =
        vassal.health().equals("passing") && vassal.registered() && !vassal.maintenance();
    return well ? WELL : UNWELL;
  }

  /** Whether what was tried last was given up, and an older generation serves. */
  private static boolean hasFailedReload(VassalView vassal) {
    return vassal.isInService() && !vassal.trying() && vassal.attempt() > vassal.generation();
  }

  /** As a terminal shows it; empty for none. */
  String colour() {
    return colour;
  }
}
