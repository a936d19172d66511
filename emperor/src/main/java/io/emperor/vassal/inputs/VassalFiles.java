package io.emperor.vassal.inputs;

import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.Destinations;
import io.emperor.provisioning.commit.FileCommit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a vassal's templates become: its alone while any of its generations may write
 * them, and written by one of these at a time. Safe for use by many threads.
 */
final class VassalFiles {

  private final String vassal;
  private final FileCommit commit;
  private final Destinations destinations;
  private final VassalRollout rollout;
  private int users; // guarded by this

  VassalFiles(String vassal, FileCommit commit, Destinations destinations, VassalRollout rollout) {
    this.vassal = vassal;
    this.commit = commit;
    this.destinations = destinations;
    this.rollout = rollout;
  }

  /** When its changes are taken. */
  VassalRollout rollout() {
    return rollout;
  }

  /** Writes them. */
  FileCommit commit() {
    return commit;
  }

  /**
   * One more generation may write them.
   *
   * @throws IOException if another vassal writes one of them
   */
  synchronized void claim(List<Path> files) throws IOException {
    List<String> problems = destinations.claim(vassal, files);
    if (!problems.isEmpty()) {
      throw new IOException(SafeText.line(String.join("; ", problems)));
    }
    users++;
  }

  /** One generation less. */
  synchronized void release() {
    users--;
    if (users == 0) {
      destinations.release(vassal);
    }
  }
}
