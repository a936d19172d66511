package io.emperor.runtime.owner;

import io.emperor.base.SafeText;
import io.emperor.runtime.UnusableAppException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose the files of one generation are, and whom it runs as. Files are read with the rights of
 * that user, so that nothing is read for it that it could not read itself, whatever is put in their
 * place meanwhile; and they are looked at before and after, so that nothing runs that it has not
 * written. Blocks, but for {@link #user}. Thread safe.
 */
public final class Ownership {

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  /** A pipe that somebody has put in a file's place is read no longer. */
  private static final long READ_WITHIN_SECONDS = 60;

  /** An ACL token is 36 characters. */
  private static final int LONGEST_TOKEN = 4096;

  private static final int CHUNK = 1 << 16;

  private final Path primary;
  private final int owner;
  private final @Nullable Account account; // null while it is root's and names nobody
  private final Map<Path, Integer> owners; // of what was read, by its path

  private Ownership(Path primary, int owner, @Nullable Account account, Map<Path, Integer> owners) {
    this.primary = primary;
    this.owners = owners;
    this.owner = owner;
    this.account = account;
  }

  /**
   * Of a vassal.
   *
   * @param primary its configuration file, or its app where there is none
   * @return whose it is; of root's file, nobody's yet: {@link #as} names the user
   * @throws UnusableAppException if it can't be run until the file has changed
   * @throws IOException if it can't be run now
   */
  public static Ownership of(Path primary) throws UnusableAppException, IOException {
    int uid = ownerOf(primary);
    FileStamp seen = TrustedFile.of(primary, uid).stamp();
    if (seen.owner() != uid) {
      throw changed(primary);
    }
    if (uid == Account.ROOT) {
      return new Ownership(primary, uid, null, new ConcurrentHashMap<>());
    }
    Account account = account(primary, uid);
    if (!account.groups().contains(seen.group())) {
      throw new UnusableAppException(
          "%s belongs to %s and to the group %s, which %s is not in: chgrp it to one of its groups"
              .formatted(
                  SafeText.name(primary),
                  account.name(),
                  Account.shown(seen.group()),
                  account.name()));
    }
    return new Ownership(primary, uid, account.in(seen.group()), new ConcurrentHashMap<>());
  }

  /**
   * Whose a file is, links followed.
   *
   * @return the user's number, unsigned
   * @throws IOException if it can't be looked at
   */
  public static int ownerOf(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  private static Account account(Path file, int uid) throws IOException {
    try {
      return Account.of(Account.shown(uid));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(SafeText.name(file), e.getMessage()), e);
    }
  }

  /** The number of who owns the file, unsigned. */
  public int owner() {
    return owner;
  }

  /**
   * The same with the user that the configuration names, which only root's may.
   *
   * @param user a name or a number; {@code null} if none is named
   * @param group a name or a number; {@code null} for the user's own
   * @throws UnusableAppException if it may not name one, or has to
   * @throws IOException if there is no such user or group now
   */
  public Ownership as(@Nullable String user, @Nullable String group)
      throws UnusableAppException, IOException {
    String name = SafeText.name(primary);
    if (owner != Account.ROOT) {
      if (user != null || group != null) {
        throw new UnusableAppException(
            "%s: %s is for files that belong to root, and this one belongs to %s: remove it, or chown the file to root"
                .formatted(name, user != null ? "uid:" : "gid:", user().name()));
      }
      return this;
    }
    if (user == null) {
      throw new UnusableAppException(
          name
              + " belongs to root, and with --tyrant nothing runs as root: chown it to who it is to"
              + " run as, or name the user in the configuration with uid:");
    }
    Account named = Account.of(user);
    if (named.uid() == Account.ROOT) {
      throw new UnusableAppException(
          name + ": uid: names root, and with --tyrant nothing runs as root: name another user");
    }
    return new Ownership(
        primary, owner, group == null ? named : named.in(Account.group(group)), owners);
  }

  /**
   * Whom it runs as.
   *
   * @throws IllegalStateException if root's file has named nobody
   */
  public Account user() {
    Account known = account;
    if (known == null) {
      throw new IllegalStateException("nobody is named yet");
    }
    return known;
  }

  /**
   * Copies a file that belongs to the vassal, or to root.
   *
   * @param from the file
   * @param to where nothing is yet; it can be read by root alone
   * @throws UnusableAppException if others could have written it, or it is another user's
   * @throws IOException if it can't be read by the user, or has been changed meanwhile
   */
  public void copy(Path from, Path to) throws UnusableAppException, IOException {
    TrustedFile before = look(from);
    try (OutputStream out = created(to)) {
      read(before, out);
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
    if (!before.equals(look(from))) {
      Files.deleteIfExists(to);
      throw changed(from);
    }
    owners.put(from, before.stamp().owner());
  }

  /**
   * Reads the token in a file that nobody else can read.
   *
   * @return what is in it, without blanks around it
   * @throws UnusableAppException if others can read or could have written it, or it is empty
   * @throws IOException if it can't be read by the user, or has been changed meanwhile
   */
  public String token(Path file) throws UnusableAppException, IOException {
    TrustedFile before = look(file);
    String name = SafeText.name(file);
    if (before.stamp().isOpenToOthers()) {
      throw new UnusableAppException(
          name + " holds a token, and can be read by others than its owner: chmod 600 it");
    }
    if (before.stamp().size() > LONGEST_TOKEN) {
      throw new UnusableAppException(name + " is too long for a token: write one into it");
    }
    var text = new ByteArrayOutputStream();
    read(before, text);
    if (!before.equals(look(file))) {
      throw changed(file);
    }
    String token = text.toString(StandardCharsets.UTF_8).strip();
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new UnusableAppException(name + " holds no token: write one line into it");
    }
    return token;
  }

  private static OutputStream created(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS));
  }

  private static IOException changed(Path file) {
    return new IOException(SafeText.name(file) + " was changed while it was read");
  }

  private TrustedFile look(Path file) throws UnusableAppException, IOException {
    try {
      return TrustedFile.of(file, account == null ? owner : account.uid());
    } catch (NoSuchFileException e) {
      throw new IOException(SafeText.name(file) + " is not there: put it there", e);
    }
  }

  /** What root's configuration names of root's is out of the user's reach. */
  private boolean isReadByRoot(TrustedFile file) throws IOException {
    if (owner != Account.ROOT) {
      return false;
    }
    try {
      return TrustedFile.of(file.path(), Account.ROOT).equals(file);
    } catch (UnusableAppException | IOException e) {
      return false; // the user could put another in its place
    }
  }

  private void read(TrustedFile file, OutputStream out) throws IOException {
    long size = file.stamp().size();
    if (isReadByRoot(file)) {
      try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
        transfer(file.path(), in, out, size);
      }
      return;
    }
    List<String> words = new ArrayList<>(RunAs.setpriv(user()));
    words.addAll(List.of("cat", "--", file.path().toString()));
    Process cat = started(words);
    CompletableFuture<Boolean> over = Told.within(READ_WITHIN_SECONDS, cat);
    try (InputStream in = cat.getInputStream()) {
      transfer(file.path(), in, out, size);
    } catch (IOException e) {
      Process unused = cat.destroyForcibly();
      throw e;
    }
    if (!over.join() || cat.exitValue() != 0) {
      throw new IOException(
          "%s can't be read by %s: give it the right to read it, and to pass the directories above it"
              .formatted(SafeText.name(file.path()), user().name()));
    }
  }

  private Process started(List<String> words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    RunAs.confine(builder.environment(), user());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static void transfer(Path file, InputStream in, OutputStream out, long size)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = size;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      left -= read;
      if (left < 0) {
        throw changed(file);
      }
      out.write(chunk, 0, read);
    }
  }

  /**
   * Looks whose the files are once more, just before something runs as that user.
   *
   * @throws IOException if one has been given to somebody else since it was read
   */
  public void requireUnchanged() throws IOException {
    for (Map.Entry<Path, Integer> seen : owners.entrySet()) {
      if (seen.getValue() != ownerOf(seen.getKey())) {
        throw new IOException(
            SafeText.name(seen.getKey())
                + " was given to somebody else while it was being started");
      }
    }
  }

  /**
   * Gives a directory or a file of the emperor's, with all that is in it, to the user alone.
   *
   * @param tree holds what the emperor has made, and nothing of anybody else's
   */
  public void give(Path tree) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = new ArrayList<>(walk.toList());
    }
    Collections.reverse(all); // what is in a directory before it: then nobody can exchange it
    for (Path each : all) {
      own(each);
    }
  }

  /** The one operation on files that gives rights away: never of what a user could have placed. */
  private void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:gid", user().gid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:uid", user().uid(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes the directory that is the user's alone. What another user had in it is put aside, and
   * found again when the vassal is given back.
   *
   * @param directory in a directory of root's
   */
  public void makeOwn(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      int before = FileStamp.of(directory).owner();
      if (before == user().uid()) {
        return;
      }
      Path unused = Files.move(directory, aside(directory, before));
    }
    Path kept = aside(directory, user().uid());
    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      Path unused = Files.move(kept, directory);
      return;
    }
    Path made = Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS_ALONE));
    own(made);
  }

  /** No vassal has such a name. */
  private static Path aside(Path directory, int uid) {
    return directory.resolveSibling(directory.getFileName() + ",uid=" + Account.shown(uid));
  }

  /**
   * Makes sure that the user can read files, for what it can't say itself.
   *
   * @throws IOException with the first that it can't, and what to do
   */
  public static void requireReadable(Account user, List<Path> files) throws IOException {
    List<String> words = new ArrayList<>(RunAs.setpriv(user));
    words.addAll(
        List.of(
            "/bin/sh", "-c", "for f; do [ -r \"$f\" ] || { echo \"$f\"; exit 1; }; done", "sh"));
    files.forEach(file -> words.add(file.toString()));
    Told told = Told.by(words);
    if (told.status() != 0) {
      throw new IOException(
          "%s can't be read by %s: let everybody read it, and pass the directories above it"
              .formatted(
                  told.lines().findFirst().map(SafeText::line).orElse("what it needs"),
                  user.name()));
    }
  }
}
