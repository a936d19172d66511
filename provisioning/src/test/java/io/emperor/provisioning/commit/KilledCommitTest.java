package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever a commit is killed, each file is the old or the new one, and nothing stays beside them.
 */
class KilledCommitTest {

  private static final int MOST = 20;
  private static final long SEED = Long.getLong("commit.seed", System.nanoTime());

  @TempDir Path directory;

  private void kills(int times) throws IOException, InterruptedException {
    System.out.printf("kills at random moments, commit.seed=%d%n", SEED);
    KilledCommits commits = new KilledCommits(directory, SEED);
    int kills = 0;
    while (kills < times || (commits.withLeftovers() == 0 && kills < MOST * times)) {
      commits.kill(); // as many more as it takes to hit one commit in its middle
      kills++;
    }
    assertThat(commits.withLeftovers()).as("kills that hit a commit").isPositive();
  }

  @Test
  void eachFileIsOldOrNewAfterAKill() throws IOException, InterruptedException {
    kills(20);
  }

  /** {@code mvn -Psoak test}. */
  @Test
  @Tag("soak")
  void eachFileIsOldOrNewAfterManyKills() throws IOException, InterruptedException {
    kills(200);
  }
}
