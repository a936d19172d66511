package io.emperor.daemon;

import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one emperor to its name on this machine. Only who holds it may clean up after an
 * earlier emperor of that name: with two of them running, each would take the other's services for
 * left-overs.
 */
final class NameLock implements AutoCloseable {

  private final FileChannel file;
  private final @Nullable FileLock lock;

  private NameLock(FileChannel file, @Nullable FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  static NameLock claim(Path directory) throws IOException {
    Path made = PrivateDirectory.made(directory);
    FileChannel file = PrivateDirectory.lockFile(made.resolve("reign"));
    try {
      return new NameLock(file, file.tryLock());
    } catch (OverlappingFileLockException e) {
      return new NameLock(file, null);
    }
  }

  boolean isHeld() {
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
