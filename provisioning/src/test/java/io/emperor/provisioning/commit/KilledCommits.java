package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Kills commits of four files at random moments, and looks at what they leave. */
final class KilledCommits {

  private static final long LATEST_MILLIS = 60;

  private final Path directory;
  private final List<Path> destinations;
  private final Random random;
  private int withLeftovers;

  KilledCommits(Path directory, long seed) {
    this.directory = directory;
    this.destinations = Stream.of("a", "b", "c", "d").map(directory::resolve).toList();
    this.random = new Random(seed);
  }

  /** How many of the kills have left something beside the files. */
  int withLeftovers() {
    return withLeftovers;
  }

  void kill() throws IOException, InterruptedException {
    commit(0); // all are there
    Process child = CommittingChild.loop(destinations);
    try {
      assertThat(child.inputReader().readLine()).isEqualTo("begins");
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(LATEST_MILLIS * 1000)));
    } finally {
      assertThat(child.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    }
    List<Long> numbers = numbers();
    assertThat(numbers).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    assertThat(numbers.get(0) - numbers.get(numbers.size() - 1)).isBetween(0L, 1L);
    withLeftovers += names().size() > destinations.size() ? 1 : 0;
    commit(numbers.get(0));
    assertThat(numbers()).containsOnly(numbers.get(0));
    assertThat(names()).containsExactlyInAnyOrderElementsOf(destinations);
  }

  private void commit(long number) throws InterruptedException {
    assertThat(CommittingChild.commit().commit(CommittingChild.files(destinations, number)))
        .isInstanceOf(Outcome.Committed.class);
  }

  private List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Path destination : destinations) {
      numbers.add(SelfDescribed.number(Files.readAllBytes(destination)));
    }
    return numbers;
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
