package io.emperor.monitor;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch of the file system itself. One thread waits, others may add directories. */
final class ServiceWatch implements DirectoryWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final WatchService service;
  private final Disk disk;
  private final Map<Path, Watched> watched = new ConcurrentHashMap<>();
  private boolean isComplained;

  ServiceWatch(WatchService service, Disk disk) {
    this.service = service;
    this.disk = disk;
  }

  @Override
  public synchronized void ensure(Path directory) {
    Object identity = disk.key(directory);
    Watched before = watched.get(directory);
    if (before != null && before.isValidFor(identity)) {
      return;
    }
    drop(directory);
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      WatchKey key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, new Watched(key, identity));
    } catch (IOException e) {
      complain(directory, e);
    }
  }

  private void complain(Path directory, IOException e) {
    if (!isComplained) {
      isComplained = true;
      LOG.warn(
          "{} can't be watched: {}: the scan alone finds changes",
          SafeText.name(directory),
          SafeText.name(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public synchronized void retain(Set<Path> directories) {
    watched.keySet().stream().filter(path -> !directories.contains(path)).forEach(this::drop);
  }

  private void drop(Path directory) {
    Watched before = watched.remove(directory);
    // Two paths to one directory share a key.
    if (before != null && watched.values().stream().noneMatch(one -> one.key == before.key)) {
      before.key.cancel();
    }
  }

  @Override
  public Events await(long nanos) throws InterruptedException {
    WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
    return key == null ? Events.NONE : events(key);
  }

  private Events events(WatchKey key) {
    Set<String> names = new LinkedHashSet<>();
    boolean isIncomplete = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        names.add(name.toString());
      } else {
        isIncomplete = true;
      }
    }
    boolean isValid = key.reset();
    Map<Path, Set<String>> files = new LinkedHashMap<>();
    watched.forEach(
        (path, one) -> {
          if (one.key == key) {
            files.put(path, names);
          }
        });
    return new Events(isIncomplete || !isValid || files.isEmpty(), files);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.debug("closing the watch", e);
    }
  }

  private record Watched(WatchKey key, @Nullable Object identity) {
    boolean isValidFor(@Nullable Object now) {
      return key.isValid() && Objects.equals(identity, now);
    }
  }
}
