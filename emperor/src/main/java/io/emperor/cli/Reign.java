package io.emperor.cli;

import io.emperor.monitor.InvalidVassalsException;
import io.emperor.vassal.Emperor;
import io.emperor.vassal.EmperorSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One run of an emperor in the foreground, until a signal ends it. */
final class Reign {

  /** What a shell reports of a process that SIGINT ended. */
  private static final int INTERRUPTED = 130;

  private Reign() {}

  /**
   * Runs an emperor until SIGTERM, SIGINT or SIGHUP; a SIGINT while it stops ends the process at
   * once.
   *
   * @return the exit status
   */
  static int over(EmperorSettings settings) throws WrongWordsException, InterruptedException {
    Emperor emperor;
    try {
      emperor = new Emperor(settings);
    } catch (InvalidVassalsException e) {
      throw new WrongWordsException(e.problems());
    } catch (IOException e) {
      throw new WrongWordsException(
          List.of("--data-dir: %s can't be used: %s".formatted(settings.data(), e)));
    }
    CountDownLatch told = new CountDownLatch(1);
    Signals.on("TERM", told::countDown);
    Signals.on("HUP", told::countDown);
    Signals.on(
        "INT",
        () -> {
          if (told.getCount() == 0) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          told.countDown();
        });
    emperor.start();
    told.await();
    return emperor.stop() ? Main.CLEAN : Main.FAILED;
  }
}
