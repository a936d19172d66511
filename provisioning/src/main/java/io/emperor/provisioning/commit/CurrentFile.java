package io.emperor.provisioning.commit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file as a commit finds it.
 *
 * @param path where it is
 * @param attributes empty if it is not there
 */
record CurrentFile(Path path, Optional<PosixFileAttributes> attributes) {

  /**
   * Looks at it.
   *
   * @throws CommitRefusedException if something is there that is no file
   */
  static CurrentFile of(Path path) throws CommitRefusedException, IOException {
    PosixFileAttributes found;
    try {
      found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return new CurrentFile(path, Optional.empty());
    }
    if (found.isSymbolicLink()) {
      throw new CommitRefusedException(
          path, "is a link, which is not followed; write what it points to, or remove the link");
    }
    if (found.isDirectory()) {
      throw new CommitRefusedException(path, "is a directory; write a file in it, or remove it");
    }
    if (!found.isRegularFile()) {
      throw new CommitRefusedException(
          path, "is a device, a pipe or a socket; write a file, or remove it");
    }
    return new CurrentFile(path, Optional.of(found));
  }

  boolean isThere() {
    return attributes.isPresent();
  }

  /** The mode that it is to have. */
  FileMode mode(FilePlan plan) {
    return plan.mode()
        .or(() -> attributes.map(found -> new FileMode(found.permissions())))
        .orElse(FileMode.USUAL);
  }

  /** The owner that it is to have; empty if that is whoever writes it. */
  Optional<FileOwner> owner(FilePlan plan) {
    return plan.owner().or(() -> attributes.map(FileOwner::of));
  }

  /** Whether there is nothing to do. */
  boolean isUpToDate(RenderedFile file) throws IOException {
    return attributes.isPresent()
        && attributes.get().permissions().equals(mode(file.plan()).permissions())
        && Optional.of(FileOwner.of(attributes.get())).equals(owner(file.plan()))
        && attributes.get().size() == file.content().length
        && has(file.content());
  }

  private boolean has(byte[] content) throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return Arrays.equals(in.readNBytes(content.length + 1), content);
    }
  }
}
