package io.emperor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VassalMonitorTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final Path top;
  private final Path directory;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>(1000);
  private final VassalListener listener =
      new VassalListener() {
        @Override
        public void appeared(VassalSource source) {
          told.add("appeared " + source.name());
          if (source.name().equals("throws")) {
            throw new AssertionError("on purpose");
          }
        }

        @Override
        public void changed(VassalSource source) {
          told.add("changed " + source.name());
        }

        @Override
        public void gone(String name) {
          told.add("gone " + name);
        }
      };

  VassalMonitorTest(@TempDir Path top) throws IOException {
    this.top = top;
    this.directory = Files.createDirectory(top.resolve("vassals"));
  }

  @Test
  void theWatchTellsWithoutAScan() throws Exception {
    Files.write(directory.resolve("first.jar"), Jars.with("a"));
    try (VassalMonitor monitor = monitor(NEVER)) {
      monitor.start();
      assertThat(next()).isEqualTo("appeared first");

      Files.write(top.resolve("x"), Jars.with("a"));
      Files.move(top.resolve("x"), directory.resolve("hello.jar"));
      assertThat(next()).isEqualTo("appeared hello");

      Files.write(top.resolve("y"), Jars.with("bb"));
      Files.move(
          top.resolve("y"), directory.resolve("hello.jar"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(next()).isEqualTo("changed hello");

      Files.delete(directory.resolve("hello.jar"));
      assertThat(next()).isEqualTo("gone hello");
    }
  }

  @Test
  void aConfigurationFileIsToldOnceItRests() throws Exception {
    try (VassalMonitor monitor = monitor(NEVER)) {
      Files.write(directory.resolve("first.jar"), Jars.with("a"));
      monitor.start();
      assertThat(next()).isEqualTo("appeared first");

      Files.writeString(directory.resolve("hello.yaml"), "app: x");

      assertThat(next()).isEqualTo("appeared hello");
    }
  }

  @Test
  void aFollowedFileIsWatched() throws Exception {
    Files.writeString(directory.resolve("hello.yaml"), "app: ../lib/lib.jar");
    Path lib = Files.createDirectory(top.resolve("lib")).resolve("lib.jar");
    Files.write(lib, Jars.with("a"));
    try (VassalMonitor monitor = monitor(NEVER)) {
      monitor.start();
      assertThat(next()).isEqualTo("appeared hello");
      monitor.follow("hello", List.of(lib));

      Files.write(top.resolve("x"), Jars.with("bb"));
      Files.move(top.resolve("x"), lib, StandardCopyOption.REPLACE_EXISTING);

      assertThat(next()).isEqualTo("changed hello");
    }
  }

  @Test
  void theScanAloneIsEnough() throws Exception {
    try (VassalMonitor monitor =
        new VassalMonitor(
            List.of(directory.toString()),
            Duration.ofMillis(20),
            listener,
            new RealDisk(),
            MonitorClock.SYSTEM,
            new NoWatch())) {
      monitor.start();
      Files.write(directory.resolve("hello.jar"), Jars.with("a"));
      assertThat(next()).isEqualTo("appeared hello");

      Files.delete(directory.resolve("hello.jar"));
      assertThat(next()).isEqualTo("gone hello");
    }
  }

  @Test
  void aDirectoryThatWasReplacedIsWatchedAgain() throws Exception {
    Files.write(directory.resolve("hello.jar"), Jars.with("a"));
    try (VassalMonitor monitor = monitor(Duration.ofMillis(20))) {
      monitor.start();
      assertThat(next()).isEqualTo("appeared hello");

      Files.move(directory, top.resolve("aside"));
      Files.createDirectory(directory);
      assertThat(next()).isEqualTo("gone hello");
      Files.write(directory.resolve("new.jar"), Jars.with("a"));

      assertThat(next()).isEqualTo("appeared new");
    }
  }

  @Test
  void aListenerThatThrowsLosesNothing() throws Exception {
    Files.write(directory.resolve("throws.jar"), Jars.with("a"));
    Files.write(directory.resolve("zeno.jar"), Jars.with("a"));
    try (VassalMonitor monitor = monitor(NEVER)) {
      monitor.start();

      assertThat(next()).isEqualTo("appeared throws");
      assertThat(next()).isEqualTo("appeared zeno");
    }
  }

  @Test
  void theLoopSurvivesItsOwnFailures() throws Exception {
    Files.write(directory.resolve("hello.jar"), Jars.with("a"));
    NoWatch quiet = new NoWatch();
    DirectoryWatch failing =
        new DirectoryWatch() {
          private boolean isBroken = true;

          @Override
          public void ensure(Path path) {}

          @Override
          public void retain(Set<Path> paths) {}

          @Override
          public Events await(long nanos) throws InterruptedException {
            if (isBroken) {
              isBroken = false;
              throw new StackOverflowError("on purpose");
            }
            return quiet.await(nanos);
          }

          @Override
          public void close() {
            quiet.close();
          }
        };
    try (VassalMonitor monitor =
        new VassalMonitor(
            List.of(directory.toString()),
            NEVER,
            listener,
            new RealDisk(),
            MonitorClock.SYSTEM,
            failing)) {
      monitor.start();

      assertThat(next()).isEqualTo("appeared hello");
    }
  }

  @Test
  void everyBadWordIsNamedAtOnce() throws IOException {
    Path file = Files.writeString(top.resolve("file"), "");

    assertThatThrownBy(
            () ->
                new VassalMonitor(
                    List.of(top + "/none", file.toString(), directory.toString(), top + "/**/x"),
                    NEVER,
                    listener))
        .isInstanceOfSatisfying(
            InvalidVassalsException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        top + "/none: no such directory: create it or correct --vassals",
                        file + ": is not a directory: name the directory it is in",
                        top + "/**/x: ** is not supported: write one * for each level"));
  }

  @Test
  void nothingIsToldAfterClose() throws Exception {
    VassalMonitor monitor = monitor(NEVER);
    monitor.start();
    monitor.close();
    monitor.close();

    Files.write(directory.resolve("hello.jar"), Jars.with("a"));

    assertThat(told).isEmpty();
  }

  private VassalMonitor monitor(Duration scanInterval) {
    return new VassalMonitor(List.of(directory.toString()), scanInterval, listener);
  }

  private @Nullable String next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }
}
