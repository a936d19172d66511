package io.emperor.runtime.owner;

import io.emperor.base.SafeText;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A file that nobody but certain users could have written or put where it is: every directory and
 * every link on the way to it is looked at, from the root on, as OpenSSH does with its keys.
 *
 * @param path where it really is, all links followed
 * @param stamp what it was when it was looked at
 */
record TrustedFile(Path path, FileStamp stamp) {

  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  /**
   * Looks at a file and at the way to it.
   *
   * @param file where it is said to be
   * @param trusted the number of the user that may own it, and what is on the way, as root may
   * @throws UnusableAppException if it has to be changed itself before it can be trusted
   * @throws IOException if something on the way can't be trusted, or it is not there
   */
  static TrustedFile of(Path file, int trusted) throws UnusableAppException, IOException {
    return new Walk(file, trusted).end();
  }

  /** One way through the directories. */
  private static final class Walk {

    private final Path file;
    private final int trusted;
    private final Deque<Path> rest = new ArrayDeque<>();
    private Path at = Path.of("/");
    private int links;

    Walk(Path file, int trusted) throws IOException {
      this.file = file;
      this.trusted = trusted;
      goOn(file.toAbsolutePath());
      require(at, FileStamp.of(at));
    }

    /** From the front: what a link says comes before what was left. */
    private void goOn(Path way) {
      for (int i = way.getNameCount() - 1; i >= 0; i--) {
        rest.push(way.getName(i));
      }
    }

    TrustedFile end() throws UnusableAppException, IOException {
      while (!rest.isEmpty()) {
        String name = rest.pop().toString();
        if (name.equals("..")) {
          Path above = at.getParent();
          at = above == null ? at : above;
        } else if (!name.equals(".")) {
          Path next = at.resolve(name);
          FileStamp seen = FileStamp.of(next);
          if (seen.isLink()) {
            follow(next, seen);
          } else if (rest.isEmpty()) {
            requireFile(next, seen);
            return new TrustedFile(next, seen);
          } else {
            require(next, seen);
            at = next;
          }
        }
      }
      throw new UnusableAppException(SafeText.name(file) + " is no file: name one");
    }

    private void follow(Path link, FileStamp seen) throws UnusableAppException, IOException {
      requireOwner(link, seen, "is a link");
      if (++links > MOST_LINKS) {
        throw new UnusableAppException(SafeText.name(file) + " is a link to itself: correct it");
      }
      Path target = Files.readSymbolicLink(link);
      if (target.isAbsolute()) {
        at = Path.of("/");
      }
      goOn(target);
    }

    private void requireOwner(Path path, FileStamp seen, String what) throws UnusableAppException {
      if (seen.owner() != Account.ROOT && seen.owner() != trusted) {
        throw new UnusableAppException(
            "%s %s that belongs to uid %s, and its vassal to somebody else: remove it, or chown it"
                .formatted(SafeText.name(path), what, Account.shown(seen.owner())));
      }
    }

    private void requireFile(Path path, FileStamp seen) throws UnusableAppException {
      String name = SafeText.name(path);
      if (!seen.isRegular()) {
        throw new UnusableAppException(name + " is no file: name one");
      }
      requireOwner(path, seen, "is a file");
      if (seen.isWritableByOthers()) {
        throw new UnusableAppException(
            name
                + " can be written by others than its owner, who could run code under its owner's"
                + " name: chmod go-w it");
      }
      if (seen.links() != 1) {
        throw new UnusableAppException(
            name + " has another name somewhere, a hard link: copy it, and remove the link");
      }
    }

    private void require(Path directory, FileStamp seen) throws IOException {
      String name = SafeText.name(directory);
      if (!seen.isDirectory()) {
        throw new NoSuchFileException(name, null, "is no directory");
      }
      if (seen.owner() != Account.ROOT && seen.owner() != trusted) {
        throw new IOException(
            "%s, on the way to %s, belongs to uid %s, who could put another file in its place: chown it to root"
                .formatted(name, SafeText.name(file), Account.shown(seen.owner())));
      }
      if (seen.isWritableByOthers() && !seen.isSticky()) {
        throw new IOException(
            "%s, on the way to %s, can be written by others, who could put another file in its place: chmod go-w it, or chmod +t it"
                .formatted(name, SafeText.name(file)));
      }
    }
  }
}
