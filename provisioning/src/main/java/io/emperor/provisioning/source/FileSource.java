package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A map in a YAML file. The file is looked at again and again, since a directory's events don't
 * tell of everything: it may be a link, or lie on a network's file system.
 */
public final class FileSource implements Source {

  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  private static final long LOOK_MILLIS = 200;

  private final Path file;
  private @Nullable Stamp seen; // of the thread alone
  private boolean settled; // of the thread alone
  private @Nullable Thread thread; // guarded by this
  private boolean closed; // guarded by this

  /** What differs once a file is another one. */
  private record Stamp(long size, FileTime modified, @Nullable Object key) {}

  /** Reads nothing yet. */
  public FileSource(Path file) {
    this.file = file;
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
    thread = new DaemonThreads("file-source").newThread(() -> watch(listener));
    thread.start();
  }

  private void watch(SourceListener listener) {
    try {
      while (!isClosed()) {
        turn(listener);
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      log.debug("{} is read no more", name());
    }
  }

  private void turn(SourceListener listener) {
    try {
      look(listener);
    } catch (RuntimeException e) {
      log.error("{} could not be read; it goes on", name(), e);
    }
  }

  private void look(SourceListener listener) {
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
      tell(() -> listener.fails("is not there"));
      return;
    }
    try {
      YamlTree tree = YamlTree.read(file);
      JsonNode root = tree.root();
      if (root instanceof ObjectNode values) {
        tell(() -> listener.has(values));
      } else {
        String what = root.isNull() ? "is empty" : "is no map";
        tell(() -> listener.fails(what + "; write key: value"));
      }
    } catch (InvalidInputException e) {
      tell(() -> listener.fails("can't be used: " + e.problems().get(0)));
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void tell(Runnable news) {
    if (!closed) {
      news.run();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
