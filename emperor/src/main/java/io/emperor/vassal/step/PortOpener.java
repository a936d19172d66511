package io.emperor.vassal.step;

import io.emperor.config.choice.Isolation;

/** Who opens the port that a generation is reached by. */
enum PortOpener {
  /** For an app in this JVM; all such share it. */
  WEB_SERVER,
  /** For a program that is on demand, and for an app in a JVM of its own. */
  RELAY,
  /** The program itself does. */
  PROGRAM;

  static PortOpener of(Generation generation) {
    if (generation.isOnDemand() && runsApart(generation)) {
      return RELAY;
    }
    return generation.isProgram() ? PROGRAM : WEB_SERVER;
  }

  /** Whether its app runs in a process of its own, as far as its files say. */
  private static boolean runsApart(Generation generation) {
    return generation.isExecutable()
        || generation.files().file().isEmpty()
        || generation.config().isolation() == Isolation.PROCESS;
  }

  /**
   * Whether one has to leave its port before the next can open it: one port is handed over within
   * the emperor alone, and not from or to a program.
   */
  static boolean isLeftFor(Generation before, Generation next) {
    int fixed = next.config().servicePort();
    boolean handedOver = of(before) == of(next) && of(next) != PROGRAM;
    return !handedOver && fixed != 0 && fixed == before.portNumber();
  }
}
