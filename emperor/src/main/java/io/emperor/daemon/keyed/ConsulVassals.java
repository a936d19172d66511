package io.emperor.daemon.keyed;

import io.emperor.api.Watch;
import io.emperor.base.DaemonThreads;
import io.emperor.base.ReportingTimer;
import io.emperor.consul.app.KeyPrefix;
import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vassals that are configured in Consul: the keys of every prefix are mirrored into a private
 * directory, which the monitor watches. So what was there last is there in an outage, too, and at
 * the next start. Safe for use by many threads, once started.
 */
public final class ConsulVassals implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConsulVassals.class);

  private final Map<ConsulPrefix, Mirror> mirrors = new LinkedHashMap<>();
  private final List<String> words;
  private final Path home;
  private final List<Watch> watches = new ArrayList<>();
  private final ReportingTimer thread = new ReportingTimer(new DaemonThreads("consul-vassals"));

  /**
   * Makes the directories; asks Consul nothing yet.
   *
   * @param home where they are made; of this emperor alone
   * @param words what {@code --vassals} says
   * @throws IOException if a directory can't be made
   */
  public ConsulVassals(Path home, List<String> words) throws IOException {
    List<String> watched = new ArrayList<>();
    for (String word : words) {
      if (ConsulPrefix.isMeantBy(word)) {
        ConsulPrefix prefix = ConsulPrefix.of(word);
        Path directory = PrivateDirectory.made(home.resolve(prefix.directory()));
        mirrors.putIfAbsent(prefix, new Mirror(prefix, directory.toAbsolutePath().normalize()));
        watched.add(directory.toString());
      } else {
        watched.add(word);
      }
    }
    this.words = watched.stream().distinct().toList();
    this.home = home;
  }

  /** Deletes what was mirrored of prefixes that are named no more: there may be secrets in it. */
  public void forgetOthers() {
    if (!Files.isDirectory(home)) {
      return;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(home)) {
      for (Path directory : directories) {
        if (mirrors.keySet().stream().noneMatch(prefix -> directory.endsWith(prefix.directory()))) {
          PrivateDirectory.delete(directory);
        }
      }
    } catch (IOException e) {
      log.warn("what was mirrored earlier can't be deleted: {}", e.toString());
    }
  }

  /** The words of {@code --vassals}, with a directory in the place of each prefix. */
  public List<String> words() {
    return words;
  }

  /**
   * Where a file is that people know by another name.
   *
   * @param shown the name that they know it by
   */
  public Path file(Path shown) {
    return mirrors.entrySet().stream()
        .filter(mirror -> mirror.getKey().place().equals(shown.getParent()))
        .map(mirror -> mirror.getValue().directory().resolve(shown.getFileName()))
        .findFirst()
        .orElse(shown);
  }

  /**
   * What people know a directory by.
   *
   * @return {@code consul:PREFIX} of one that mirrors it, empty of every other
   */
  public Optional<Path> place(Path directory) {
    return mirrors.entrySet().stream()
        .filter(mirror -> mirror.getValue().directory().equals(directory))
        .map(mirror -> mirror.getKey().place())
        .findFirst();
  }

  /**
   * Begins to mirror. Called once.
   *
   * @param keys gives access to the keys below a prefix
   * @return done when all prefixes were looked at, or could not be: what has changed since the last
   *     run is in the mirrors then
   */
  public CompletableFuture<Void> start(Function<String, KeyPrefix> keys) {
    List<MirroredPrefix> begun =
        mirrors.entrySet().stream()
            .map(one -> mirrored(one.getKey(), one.getValue(), keys))
            .toList();
    begun.forEach(one -> watches.add(one.start()));
    return CompletableFuture.allOf(
        begun.stream().map(MirroredPrefix::looked).toArray(CompletableFuture<?>[]::new));
  }

  private MirroredPrefix mirrored(
      ConsulPrefix prefix, Mirror mirror, Function<String, KeyPrefix> keys) {
    return new MirroredPrefix(prefix, mirror, keys.apply(prefix.keys()), thread);
  }

  /**
   * The same keys for writing.
   *
   * @param keys gives access to the keys below a prefix
   */
  public KeyedFiles files(Function<String, KeyPrefix> keys) {
    return new KeyedFiles(List.copyOf(mirrors.keySet()), keys, this::leftAlone);
  }

  private List<String> leftAlone() {
    return mirrors.values().stream().flatMap(mirror -> mirror.leftAlone().stream()).toList();
  }

  /** Mirrors no more; what was mirrored last stays. */
  @Override
  public void close() {
    watches.forEach(Watch::close);
    thread.shutdownNow();
  }
}
