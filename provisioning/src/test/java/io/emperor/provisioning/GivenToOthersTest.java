package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.Provisioning.Later;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.program.Programs;
import io.emperor.provisioning.source.UnaskedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has been started elsewhere may have read what there was before. */
@Timeout(60)
class GivenToOthersTest {

  private static final Programs NONE =
      command -> {
        throw new IllegalStateException("nothing is to be run");
      };

  @TempDir Path directory;

  private final BlockingQueue<Provisioned> provisioned = new LinkedBlockingQueue<>();
  private @Nullable Provisioning provisioning;

  @AfterEach
  void close() {
    Objects.requireNonNull(provisioning).close();
  }

  private void open(Later later) throws Exception {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(directory.resolve("it.peb"), "new");
    Files.writeString(directory.resolve("it.conf"), "old");
    Files.writeString(
        file,
        """
        templates: {it: {source: it.peb, destination: it.conf, on-change: 'exec:reload'}}
        on-change: none
        """);
    Provisioning opened =
        new Provisioning(
            new InputsReader(text -> Duration.ZERO, "").read(file),
            new Surroundings(
                () -> new UnaskedCluster() {},
                NONE,
                new FileCommit("shop", new Checks(NONE, Map.of(), directory, false)),
                Optional.empty(),
                DatabaseLibraries.own(),
                Map.of(),
                Optional.empty(),
                new DaemonThreads("provisioning")),
            later,
            new Provisioning.Listener() {
              @Override
              public void provisioned(Provisioned inputs) {
                provisioned.add(inputs);
              }

              @Override
              public void failed(RuntimeException failure) {
                throw failure;
              }
            });
    provisioning = opened;
    opened.open();
  }

  private Provisioned next() throws InterruptedException {
    return Objects.requireNonNull(
        provisioned.poll(20, TimeUnit.SECONDS), "nothing was provisioned");
  }

  @Test
  void whatIsToBeDoneIsSaidTheFirstTime() throws Exception {
    open(Later.GIVEN_TO_OTHERS);

    assertThat(next().actions())
        .containsExactlyInAnyOrder(OnChange.parse("exec:reload"), OnChange.parse("none"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Later.class,
      names = {"GIVEN", "TOLD"})
  void whoIsStartedThenHasNothingDone(Later later) throws Exception {
    open(later);

    assertThat(next().actions()).isEmpty();
  }
}
