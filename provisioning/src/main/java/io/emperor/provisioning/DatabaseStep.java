package io.emperor.provisioning;

import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.database.DatabaseOutcome;
import io.emperor.provisioning.database.DatabaseOutcome.Broken;
import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import io.emperor.provisioning.database.DatabaseReadiness;
import io.emperor.provisioning.database.DatabaseTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The database of a program, if it has one: looked at when all before it is as it should be. */
final class DatabaseStep implements AutoCloseable {

  /** What its texts are named by. */
  static final String KIND = "database";

  private final Optional<DatabaseReadiness> readiness;
  private volatile @Nullable Ready ready;
  private volatile boolean looks;

  /**
   * Looks at nothing yet.
   *
   * @param changed called when it stands otherwise, on another thread
   * @param threads makes the one thread that waits for the server
   */
  DatabaseStep(
      Inputs inputs, DatabaseLibraries libraries, Runnable changed, ThreadFactory threads) {
    readiness =
        inputs.database().map(plan -> new DatabaseReadiness(plan, libraries, changed, threads));
  }

  boolean isEmpty() {
    return readiness.isEmpty();
  }

  /**
   * Whether it is as the program needs it. Does not wait.
   *
   * @param texts those of the inputs, filled in
   * @param wrong takes what is waited for
   * @throws DatabaseBrokenException if somebody has to mend it
   */
  boolean isReady(Map<String, String> texts, List<String> wrong) {
    if (readiness.isEmpty()) {
      return true;
    }
    DatabaseOutcome outcome = readiness.get().of(target(Provisioned.of(KIND, texts))).orElse(null);
    looks = outcome == null;
    if (outcome instanceof Broken broken) {
      throw new DatabaseBrokenException(broken.reason());
    }
    if (outcome instanceof Waits waits) {
      wrong.add(waits.reason());
      return false;
    }
    if (outcome instanceof Ready now) {
      ready = now;
      return true;
    }
    return false;
  }

  /** What it waits for while nothing is known yet: soon there is more to say, or nothing. */
  List<String> missing() {
    return looks ? List.of("database: no answer yet") : List.of();
  }

  private static DatabaseTarget target(Map<String, String> texts) {
    return new DatabaseTarget(
        texts.getOrDefault("url", ""),
        texts.getOrDefault("user", ""),
        texts.getOrDefault("password", ""));
  }

  /** The one that was ready last, for people; {@code null} for none. */
  InputsView.@Nullable Database view() {
    Ready last = ready;
    return last == null ? null : new InputsView.Database(last.database(), last.version());
  }

  @Override
  public void close() {
    readiness.ifPresent(DatabaseReadiness::close);
  }
}
