package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A map in a YAML file. The file is looked at again and again, since a directory's events don't
 * tell of everything: it may be a link, or lie on a network's file system.
 */
public final class FileSource implements Source {

  private static final long LOOK_MILLIS = 200;

  private final Path file;
  private final ScheduledExecutorService timer;
  private @Nullable Future<?> looks; // guarded by this
  private @Nullable Stamp seen; // guarded by this
  private boolean settled; // guarded by this
  private boolean closed; // guarded by this

  /** What differs once a file is another one. */
  private record Stamp(long size, FileTime modified, @Nullable Object key) {}

  /**
   * Reads nothing yet.
   *
   * @param timer looks at the file, a few times a second
   */
  public FileSource(Path file, ScheduledExecutorService timer) {
    this.file = file;
    this.timer = timer;
  }

  @Override
  public String name() {
    return "file " + SafeText.name(file);
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public synchronized void open(SourceListener listener) {
    looks =
        timer.scheduleWithFixedDelay(() -> look(listener), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look(SourceListener listener) {
    if (closed) {
      return;
    }
    Stamp now = stamp();
    boolean same = now != null && now.equals(seen);
    // A clock's tick may see two writes: once more, after it is over.
    if (!same || !settled) {
      settled = same;
      seen = now;
      read(listener);
    }
  }

  private @Nullable Stamp stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
    } catch (IOException e) {
      return null;
    }
  }

  private void read(SourceListener listener) {
    if (!Files.exists(file)) {
      listener.fails("is not there");
      return;
    }
    try {
      YamlTree tree = YamlTree.read(file);
      JsonNode root = tree.root();
      if (root instanceof ObjectNode values) {
        listener.has(values);
      } else {
        listener.fails(
            root.isNull() ? "is empty; write key: value" : "is no map; write key: value");
      }
    } catch (InvalidInputException e) {
      listener.fails("can't be used: " + e.problems().get(0));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (looks != null) {
      looks.cancel(false);
    }
  }
}
