package io.emperor.provisioning;

import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.credential.Credentials;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.program.Programs;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SnapshotStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Where inputs come from and go to.
 *
 * @param cluster Consul; asked for if it is one of the sources
 * @param programs runs the handlers
 * @param files puts what templates become in place
 * @param credentials where they are put; empty if no inputs have some
 * @param databases what databases are spoken to with
 * @param environment what templates may ask for by {@code env}
 * @param stores keep what the sources had and Consul answered over restarts, if anything does
 * @param threads makes the threads that all happens on
 */
public record Surroundings(
    Supplier<Cluster> cluster,
    Programs programs,
    FileCommit files,
    Optional<Credentials.Place> credentials,
    DatabaseLibraries databases,
    Map<String, String> environment,
    Optional<Stores> stores,
    ThreadFactory threads) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Leaves the environment out, which may have secrets. */
  @Override
  public String toString() {
    return "Surroundings";
  }

  /**
   * What is kept over restarts.
   *
   * @param sources what the sources had
   * @param answers what templates were answered
   */
  public record Stores(SnapshotStore sources, SnapshotStore answers) {}
}
