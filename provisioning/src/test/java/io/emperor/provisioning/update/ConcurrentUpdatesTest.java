package io.emperor.provisioning.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers at once, in threads and in processes. */
class ConcurrentUpdatesTest {

  private static final int HANDLERS = 100;
  private static final int PROCESSES = 5;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("shop/limits.json");
  }

  private static List<Integer> shuffled() {
    List<Integer> versions =
        IntStream.rangeClosed(1, HANDLERS).boxed().collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(versions, new Random(22));
    return versions;
  }

  /**
   * Looks without a rest until everything is over, and once more; says how often there was
   * something.
   */
  private int watched(CompletableFuture<?> over) throws IOException {
    int seen = 0;
    long highest = -1;
    boolean last;
    do {
      last = over.isDone();
      try {
        byte[] content = Files.readAllBytes(file());
        long version = UpdateFile.version(file()).orElseThrow();
        assertThat(version).isGreaterThanOrEqualTo(highest);
        highest = version;
        assertThat(content[content.length - 1]).isEqualTo((byte) '\n');
        seen++;
      } catch (NoSuchFileException e) {
        assertThat(highest).isEqualTo(-1);
      }
    } while (!last);
    return seen;
  }

  private void hasTheHighest() throws IOException {
    assertThat(Files.readAllBytes(file()))
        .isEqualTo(UpdateFile.content(StoringChild.update(HANDLERS)));
    try (var entries = Files.list(file().getParent())) {
      assertThat(entries).containsExactly(file());
    }
  }

  @Test
  void aHundredThreadsLeaveTheHighestAndAValidFileAtEveryMoment() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(HANDLERS);
    try {
      List<CompletableFuture<Receipt>> taken = new ArrayList<>();
      for (int version : shuffled()) {
        // Each a store of its own, as every vassal has one.
        UpdateStore store = new UpdateStore(directory, product -> true);
        taken.add(CompletableFuture.supplyAsync(() -> take(store, version), threads));
      }
      CompletableFuture<?> over = CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new));
      assertThat(watched(over)).isPositive();
      assertThat(taken).extracting(CompletableFuture::join).contains(Receipt.WRITTEN);
      hasTheHighest();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Receipt take(UpdateStore store, int version) {
    try {
      return store.take(StoringChild.update(version));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHundredHandlersInFiveProcessesLeaveTheHighestAndAValidFileAtEveryMoment() throws Exception {
    List<Integer> versions = shuffled();
    int each = HANDLERS / PROCESSES;
    List<Process> children = new ArrayList<>();
    try {
      for (int at = 0; at < HANDLERS; at += each) {
        children.add(StoringChild.start(List.of(), directory, versions.subList(at, at + each)));
      }
      for (Process child : children) {
        assertThat(child.inputReader().readLine()).isEqualTo("begins");
      }
      CompletableFuture<?> over =
          CompletableFuture.allOf(
              children.stream().map(Process::onExit).toArray(CompletableFuture[]::new));
      for (Process child : children) {
        child.outputWriter().append('\n').flush();
      }
      assertThat(watched(over)).isPositive();
      List<String> printed = new ArrayList<>();
      for (Process child : children) {
        child.inputReader().lines().forEach(printed::add);
      }
      assertThat(printed).hasSize(HANDLERS).containsOnly("WRITTEN", "OLDER");
      hasTheHighest();
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void aHundredKeysAtOnceAreAllKept() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(HANDLERS);
    try {
      UpdateStore store = new UpdateStore(directory, product -> true);
      List<Future<Receipt>> taken = new ArrayList<>();
      for (int key = 0; key < HANDLERS; key++) {
        ConfigUpdate update = ConfigUpdate.of("shop", "k" + key, 1, "{}");
        taken.add(threads.submit(() -> store.take(update)));
      }
      for (Future<Receipt> each : taken) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(Receipt.WRITTEN);
      }
      try (var entries = Files.list(directory.resolve("shop"))) {
        assertThat(entries).hasSize(HANDLERS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aHandlerWaitsForTheLockOfAnotherProcess() throws Exception {
    Process child = StoringChild.start(List.of(), directory, List.of(1));
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(KeyLocks.FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock();
      assertThat(child.inputReader().readLine()).isEqualTo("begins");
      child.outputWriter().append('\n').flush();
      assertThat(child.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(file()).doesNotExist();
      lock.release();
      assertThat(child.inputReader().readLine()).isEqualTo("WRITTEN");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void whoIsInterruptedWritesNothing() {
    UpdateStore store = new UpdateStore(directory, product -> true);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.take(StoringChild.update(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFullDiskIsToldAndWhatWasThereStaysAndTheNextOneIsWritten() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0,
        "only root has mounts of its own");
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Path mount = Files.createDirectory(directory.resolve("mount"));
    // The first fills its file with 3 kB, for the second there is no room, and then there is.
    String world =
        """
        cd '%s'; mount -t tmpfs -o size=64k none mount
        mkdir mount/shop; echo '{"_version": 1}' > mount/shop/limits.json
        touch mount/.emperor.lock
        head -c 1M /dev/zero > mount/shop/zero || true
        echo | "$@" 2
        cp mount/shop/limits.json copy/full
        rm mount/shop/zero
        echo | "$@" 3
        cp -r mount/shop/. copy
        """
            .formatted(directory);
    Process child =
        StoringChild.start(
            List.of("unshare", "-m", "/bin/sh", "-e", "-c", world, "sh"), mount, List.of());
    List<String> printed = child.inputReader().lines().toList();
    assertThat(printed)
        .contains(
            mount.resolve("shop/limits.json")
                + ": can't be written: the file system of "
                + mount.resolve("shop")
                + " is full; make room for it",
            "WRITTEN");
    assertThat(Files.readString(copy.resolve("full"))).isEqualTo("{\"_version\": 1}\n");
    assertThat(Files.readAllBytes(copy.resolve("limits.json")))
        .isEqualTo(UpdateFile.content(StoringChild.update(3)));
    assertThat(Arrays.asList(copy.toFile().list()))
        .containsExactlyInAnyOrder("full", "limits.json");
  }
}
