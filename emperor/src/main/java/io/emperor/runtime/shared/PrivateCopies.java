package io.emperor.runtime.shared;

import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.owner.Ownership;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that really run: copies that nobody overwrites while classes are being read from them.
 * Each run of an emperor keeps them in a directory of its own, which it holds a lock on; what a
 * killed run left behind is removed by the next. Thread safe.
 */
public final class PrivateCopies implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PrivateCopies.class);
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;

  private PrivateCopies(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Makes the directory of this run.
   *
   * @param parent where runs keep their directories; created if needed
   * @return the copies, none yet
   * @throws IOException if the directory can't be made
   */
  public static PrivateCopies in(Path parent) throws IOException {
    Path unused = PrivateDirectory.made(parent);
    try (FileChannel door = lockFile(parent)) {
      door.lock();
      removeAbandoned(parent);
      Path directory = Files.createTempDirectory(parent, "run-");
      FileChannel lock = lockFile(directory);
      lock.lock();
      return new PrivateCopies(directory, lock);
    }
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    return PrivateDirectory.lockFile(directory.resolve(LOCK));
  }

  /**
   * Copies a file.
   *
   * @param source the file
   * @param name the copy's name, unique within this run
   * @param copying how
   * @return the copy
   * @throws UnusableAppException if it must not be read
   * @throws IOException if it can't be read or there is no space
   */
  public Path copy(Path source, String name, Copying copying)
      throws UnusableAppException, IOException {
    Path copy = directory.resolve(name);
    long room = SpaceLimit.on(directory);
    if (Files.size(source) > room) {
      throw new IOException(source + " can't be copied: " + SpaceLimit.lacking(room).getMessage());
    }
    try {
      copying.copy(source, copy);
      return copy;
    } catch (UnusableAppException | IOException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  /**
   * Copies files besides a jar that needs them: its copy is moved into a directory of the same name
   * without its ending, in which they are as they were beside the jar.
   *
   * @param copy what {@link #copy} answered
   * @param classPath the files
   * @param copying copies each file
   * @return the jar's copy in its new place
   * @throws IOException if a file can't be read or there is no space
   */
  public Path copyBeside(Path copy, ClassPath classPath, Copying copying)
      throws UnusableAppException, IOException {
    Path target = withoutEnding(copy);
    try {
      Path unused = PrivateDirectory.made(target);
      for (Path file : classPath.files()) {
        Path place = target.resolve(file);
        Path unusedToo = PrivateDirectory.made(ZipPlaces.parent(place));
        copying.copy(classPath.directory().resolve(file), place);
      }
      return Files.move(copy, target.resolve(classPath.jar().getFileName()));
    } catch (UnusableAppException | IOException | RuntimeException e) {
      delete(target);
      throw e;
    }
  }

  private static Path withoutEnding(Path copy) {
    String name = String.valueOf(copy.getFileName());
    return copy.resolveSibling(name.substring(0, name.lastIndexOf('.')));
  }

  /**
   * Unpacks a war's copy, which is deleted then: a directory of the same name without its ending is
   * left.
   *
   * @param copy what {@link #copy} answered
   * @param limit so many bytes may come out of it
   * @param wanted asked often whether to go on
   * @return the directory
   * @throws ZipException if it can't be unpacked anywhere: it is no zip file, an entry lies
   *     outside, too much comes out of it
   * @throws IOException if it can't be unpacked now, because there is no space, say, or is not
   *     wanted any more
   */
  public Path unpack(Path copy, long limit, BooleanSupplier wanted) throws IOException {
    Path target = withoutEnding(copy);
    try {
      new Unpacking(limit, wanted).unpack(copy, new UnpackedWar(target).files());
      return target;
    } catch (IOException | RuntimeException e) {
      delete(target);
      throw e;
    } finally {
      delete(copy);
    }
  }

  /**
   * Lets others pass the directory of this run to what is theirs in it; they can't list it.
   *
   * @throws IOException if that can't be done
   */
  public void letPass() throws IOException {
    PrivateDirectory.letPass(directory);
  }

  /**
   * Gives a copy with all that was copied beside it to a user alone.
   *
   * @param copy what {@link #copy}, {@link #copyBeside} or {@link #unpack} answered
   * @throws IOException if that can't be done
   */
  public void give(Path copy, Ownership to) throws IOException {
    to.give(whole(copy));
  }

  public Path whole(Path copy) {
    return directory.resolve(directory.relativize(copy).getName(0));
  }

  /**
   * Deletes a copy that is no longer run, with all that was copied beside it.
   *
   * @param copy what {@link #copy}, {@link #copyBeside} or {@link #unpack} answered
   */
  public void delete(Path copy) {
    Path whole = whole(copy);
    try {
      if (Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
        PrivateDirectory.delete(whole);
      }
    } catch (IOException e) {
      log.warn("the private copy {} can't be deleted: {}", copy, e.toString());
    }
  }

  /** Deletes all copies of this run. */
  @Override
  public void close() {
    try {
      PrivateDirectory.delete(directory);
      lock.close();
    } catch (IOException e) {
      log.warn("the private copies in {} can't be deleted: {}", directory, e.toString());
    }
  }

  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(parent, "run-*")) {
      for (Path run : runs) {
        if (Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
          removeIfAbandoned(run);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path run) {
    try (FileChannel channel =
            FileChannel.open(
                run.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      if (free != null) {
        PrivateDirectory.delete(run);
      }
    } catch (IOException | OverlappingFileLockException e) {
      log.debug("{} is left alone: {}", run, e.toString());
    }
  }
}
