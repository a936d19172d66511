package io.emperor.runtime.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Real users of this machine, which are removed at the end. Only root can make them. */
public final class TestUsers {

  private final List<String> undo = new ArrayList<>();
  private final String stem;

  /** Skips the test where nobody can be added. */
  public TestUsers() {
    assumeTrue(Account.ofThisProcess().orElse(-1) == 0, "only root can add users");
    stem = "em" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
  }

  /** Adds a user with a group of its own. */
  public Account add(String name) throws Exception {
    String user = stem + name;
    run("useradd", "--no-create-home", "--user-group", "--shell", "/bin/sh", user);
    undo.add("userdel -f " + user);
    return Account.of(user);
  }

  /** Adds a group that a user is in. */
  public int group(String name, Account member) throws Exception {
    String group = stem + name;
    run("groupadd", group);
    undo.add("groupdel " + group);
    run("usermod", "--append", "--groups", group, member.name());
    return Account.group(group);
  }

  /** Removes one before the end. */
  public void remove(Account user) throws Exception {
    run("userdel", "-f", user.name());
    assertThat(undo.remove("userdel -f " + user.name())).isTrue();
  }

  /** A directory that everybody can pass. */
  public static Path open(Path directory) throws IOException {
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A directory that everybody can write to, as {@code /tmp} is. */
  public static Path sticky(Path directory) throws IOException {
    Path made = Files.createDirectory(directory);
    Files.setAttribute(made, "unix:mode", 01777);
    return made;
  }

  /** Gives a file, or a link itself, to a user and its group. */
  public static Path chown(Path file, Account to) throws IOException {
    chown(file, to.uid(), to.gid());
    return file;
  }

  /** The same in numbers. */
  public static void chown(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes a file of a user's, whole and its own from the first moment. */
  public static Path write(Path file, String text, Account of) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8), of);
  }

  /** The same with bytes. */
  public static Path write(Path file, byte[] bytes, Account of) throws IOException {
    Path made = Files.createTempFile(file.getParent(), ".new", "");
    Files.write(made, bytes);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
    chown(made, of);
    return Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", words), said).isZero();
  }

  /** Removes all that there are. */
  public void close() throws Exception {
    Collections.reverse(undo);
    for (String words : List.copyOf(undo)) {
      run(Stream.of(words.split(" ", -1)).toArray(String[]::new));
    }
  }
}
