package io.emperor.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories of the emperor's user alone: who can change what is in them changes what runs. They
 * are made so whatever the umask is, and no link is followed to them or out of them.
 */
public final class PrivateDirectory {

  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> PASSING =
      PosixFilePermissions.fromString("--x--x--x");

  /** The mode of all that is made. */
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(OURS);

  private static final int STICKY = 01000;
  private static final int ROOT = 0;

  private PrivateDirectory() {}

  /**
   * The directory of one emperor, and that nobody else can put another in its place.
   *
   * @param data where several emperors may have theirs; made if needed; may be a link
   * @param name the emperor's name
   * @return the directory, which is there
   * @throws FileSystemException with a reason that says what to do, if others could change what is
   *     in it
   * @throws IOException if it can't be made or looked at
   */
  public static Path ofEmperor(Path data, String name) throws IOException {
    if (!Files.isDirectory(data)) {
      Path unused = made(data);
    }
    PosixFileAttributes seen = Files.readAttributes(data, PosixFileAttributes.class);
    boolean sticky = ((int) Files.getAttribute(data, "unix:mode") & STICKY) != 0;
    if (!sticky && isWritable(seen.permissions())) {
      throw refused(data, "can be written by others: chmod go-w it");
    }
    Path home = single(data.resolve(name));
    boolean trusted =
        seen.owner().equals(Files.getOwner(home))
            || (int) Files.getAttribute(data, "unix:uid") == ROOT;
    if (!trusted) {
      throw belongsTo(data, seen.owner());
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(home)) {
      for (Path one : all) {
        if (!Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
          Path unused = single(one);
        }
      }
    }
    return home;
  }

  private static boolean isWritable(Set<PosixFilePermission> permissions) {
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /**
   * Makes a directory, with those above it that are missing.
   *
   * @param directory the directory
   * @return the same
   * @throws IOException if it can't be made
   */
  public static Path made(Path directory) throws IOException {
    return Files.createDirectories(directory, MODE);
  }

  /**
   * Lets others pass a directory to what is theirs below it. They can't list it, and what is in it
   * has to keep them out by itself.
   *
   * @param directory a directory of the emperor's user; made if needed
   * @throws IOException if that can't be done
   */
  public static void letPass(Path directory) throws IOException {
    Set<PosixFilePermission> seen = Files.getPosixFilePermissions(made(directory));
    if (!seen.containsAll(PASSING)) { // and what is more than these stays as it is
      seen.addAll(PASSING);
      Path unused = Files.setPosixFilePermissions(directory, seen);
    }
  }

  /**
   * Opens a file that a process is to hold a lock on, which nobody else may do.
   *
   * @param file made if needed
   * @return for writing
   * @throws IOException if that can't be done
   */
  public static FileChannel lockFile(Path file) throws IOException {
    FileChannel opened =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(FILE));
    Path unused = Files.setPosixFilePermissions(file, FILE);
    return opened;
  }

  /** Makes one directory, or makes sure of the one that is there. */
  private static Path single(Path directory) throws IOException {
    try {
      return Files.createDirectory(directory, MODE);
    } catch (FileAlreadyExistsException e) {
      PosixFileAttributes seen =
          Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!seen.isDirectory()) {
        throw refused(
            directory,
            (seen.isSymbolicLink() ? "is a symbolic link" : "is no directory") + ": remove it");
      }
      if (!seen.owner().equals(user(directory, seen.owner()))) {
        throw belongsTo(directory, seen.owner());
      }
      return OURS.containsAll(seen.permissions())
          ? directory
          : Files.setPosixFilePermissions(directory, OURS);
    }
  }

  /** Whoever we are, to the disk: the owner of what we make there. */
  private static UserPrincipal user(Path directory, UserPrincipal owner) throws IOException {
    try {
      Path made = Files.createTempFile(directory, "owner-", null);
      try {
        return Files.getOwner(made);
      } finally {
        Files.delete(made);
      }
    } catch (AccessDeniedException e) {
      throw belongsTo(directory, owner);
    }
  }

  private static FileSystemException belongsTo(Path directory, UserPrincipal owner) {
    return refused(directory, "belongs to " + owner.getName() + ": give it to the emperor's user");
  }

  private static FileSystemException refused(Path directory, String why) {
    return new FileSystemException(directory.toString(), null, why + ", or name another directory");
  }

  /**
   * Deletes a directory with all that is in it, but nothing that a link there leads to. A directory
   * that somebody else owns is taken back before it is looked into: what is in it could be
   * exchanged for a link meanwhile.
   */
  public static void delete(Path tree) throws IOException {
    Object us = Files.getAttribute(tree.toAbsolutePath().getParent(), "unix:uid");
    var unused =
        Files.walkFileTree(
            tree,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes seen)
                  throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes seen)
                  throws IOException {
                Files.setAttribute(directory, "unix:uid", us, LinkOption.NOFOLLOW_LINKS);
                Path unused = Files.setPosixFilePermissions(directory, OURS);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(
                  Path directory, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                  throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
              }
            });
  }
}
