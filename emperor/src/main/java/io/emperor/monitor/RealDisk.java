package io.emperor.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The file system itself. */
final class RealDisk implements Disk {

  /** More of a configuration file than anybody reads. */
  private static final int LONGEST = 2 << 20;

  /** What of a file can change without its content. */
  private static final String OWNER = "unix:uid,gid,mode,nlink";

  private final boolean withOwners;

  /** One whose files are theirs who may read them. */
  RealDisk() {
    this(false);
  }

  /**
   * Chooses.
   *
   * @param withOwners whether it is a change when a file is given to somebody else
   */
  RealDisk(boolean withOwners) {
    this.withOwners = withOwners;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    if (!isUsable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public boolean isUsable(Path directory) {
    return Files.isDirectory(directory)
        && Files.isReadable(directory)
        && Files.isExecutable(directory);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public @Nullable Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable Stat stat(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      return new Stat(
          attributes.fileKey(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          withOwners ? owner(file) : null);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (IOException e) {
      // It is there, and nothing else is known: whoever loads it says why it can't be read.
      return Stat.UNKNOWN;
    }
  }

  /** Of the file, and of the link that leads to it. */
  private static Object owner(Path file) throws IOException {
    return List.of(
        Files.readAttributes(file, OWNER),
        Files.readAttributes(file, OWNER, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public @Nullable Content content(Path file) {
    try {
      return FileName.isApp(file) ? ZipEnd.look(file) : text(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return Content.UNREADABLE;
    }
  }

  private static Content text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] hash = ZipEnd.digest().digest(in.readNBytes(LONGEST));
      return new Content(HexFormat.of().formatHex(hash), false);
    }
  }
}
