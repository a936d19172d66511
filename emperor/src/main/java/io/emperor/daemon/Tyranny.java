package io.emperor.daemon;

import io.emperor.daemon.keyed.ConsulPrefix;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.RunAs;
import io.emperor.runtime.shared.PrivateCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an emperor needs that runs each vassal as the owner of its files. */
public final class Tyranny {

  private static final Logger log = LoggerFactory.getLogger(Tyranny.class);

  private static final int ROOT = 0;

  private Tyranny() {}

  /**
   * Why this process can't be such an emperor.
   *
   * @param vassals where vassals are dropped, as given
   * @return one line for each reason, which says what to do; empty if it can
   */
  public static List<String> problems(List<String> vassals) {
    return problems(vassals, Account.ofThisProcess().orElse(-1));
  }

  static List<String> problems(List<String> vassals, int uid) {
    List<String> problems = new ArrayList<>();
    if (uid != ROOT) {
      problems.add(
          "is for root alone, who can start programs as other users, and this process is not"
              + " root's: start it as root, or leave the option out, and vassals run as its own user");
    } else if (!RunAs.isPossible()) {
      problems.add(
          "needs setpriv of util-linux 2.33 or later, and getent, on the PATH: install them");
    }
    vassals.stream()
        .filter(ConsulPrefix::isMeantBy)
        .forEach(
            word ->
                problems.add(
                    word
                        + " has keys, which nobody owns, and so nobody could say whom they run as:"
                        + " leave one out"));
    return problems;
  }

  /**
   * Lets users pass the emperor's directories to what is theirs.
   *
   * @param data where several emperors may have their directories
   * @param home this emperor's
   * @param copies what runs
   * @return the directory that holds each vassal's data directory
   * @throws IOException if that can't be done
   */
  static Path open(Path data, Path home, PrivateCopies copies) throws IOException {
    Path all = home.resolve("data");
    for (Path directory :
        List.of(
            data,
            home,
            home.resolve("copies"),
            home.resolve("class-archives"),
            home.resolve("control"),
            all)) {
      PrivateDirectory.letPass(directory);
    }
    copies.letPass();
    log.info(
        "--tyrant: each vassal runs as the owner of its files; isolation: shared is not used, every"
            + " app has a JVM of its own");
    return all;
  }
}
