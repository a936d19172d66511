package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A map in a YAML file. The file is looked at again and again, since a directory's events don't
 * tell of everything: it may be a link, or lie on a network's file system.
 */
public final class FileSource implements Source {

  private static final long LOOK_MILLIS = 200;

  private final Path file;
  private final SourceThread thread;
  private @Nullable Stamp seen; // of the thread alone
  private boolean settled; // of the thread alone

  /** What differs once a file is another one. */
  private record Stamp(long size, FileTime modified, @Nullable Object key) {}

  /** Reads nothing yet. */
  public FileSource(Path file) {
    this.file = file;
    this.thread = new SourceThread("file-source", name(), LOOK_MILLIS);
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
  public void open(SourceListener listener) {
    thread.begin(() -> look(listener));
  }

  private long look(SourceListener listener) {
    Stamp now = stamp();
    boolean same = now != null && now.equals(seen);
    // A clock's tick may see two writes: once more, after it is over.
    if (!same || !settled) {
      settled = same;
      seen = now;
      read(listener);
    }
    return LOOK_MILLIS;
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
      thread.tell(() -> listener.fails("is not there"));
      return;
    }
    try {
      YamlTree tree = YamlTree.read(file);
      JsonNode root = tree.root();
      if (root instanceof ObjectNode values) {
        thread.tell(() -> listener.has(values));
      } else {
        String what = root.isNull() ? "is empty" : "is no map";
        thread.tell(() -> listener.fails(what + "; write key: value"));
      }
    } catch (InvalidInputException e) {
      thread.tell(() -> listener.fails("can't be used: " + e.problems().get(0)));
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
