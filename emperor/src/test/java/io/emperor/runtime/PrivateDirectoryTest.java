package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emperor.runtime.shared.PrivateCopies;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

  private static final int NOBODY = 65_534;

  @TempDir Path directory;
  private Path parent;
  private Path data;
  private Path home;

  @BeforeEach
  void name() {
    parent = directory.resolve("state");
    data = parent.resolve("data");
    home = data.resolve("test");
  }

  @Test
  void allThatIsMadeIsTheUsersAlone() throws Exception {
    assertThat(PrivateDirectory.ofEmperor(data, "test")).isEqualTo(home);

    PrivateCopies.in(home.resolve("copies")).close();

    assertThat(mode(parent)).isEqualTo("rwx------");
    assertThat(mode(data)).isEqualTo("rwx------");
    assertThat(mode(home)).isEqualTo("rwx------");
    assertThat(mode(home.resolve("copies"))).isEqualTo("rwx------");
  }

  @Test
  void whatOthersCouldReadOrWriteIsClosed() throws Exception {
    Path copies = Files.createDirectories(home.resolve("copies"));
    open(home);
    open(copies);

    assertThat(PrivateDirectory.ofEmperor(data, "test")).isEqualTo(home);

    assertThat(mode(home)).isEqualTo("rwx------");
    assertThat(mode(copies)).isEqualTo("rwx------");
  }

  @Test
  void oneInWhichOthersCouldPutAnotherInItsPlaceIsRefused() throws Exception {
    open(Files.createDirectories(data));

    assertRefused(data + ": can be written by others: chmod go-w it, or name another directory");
  }

  @Test
  void oneThatBelongsToAnotherIsRefused() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "nobody else gives a file away");
    Path copies = Files.createDirectories(home.resolve("copies"));
    Files.setAttribute(copies, "unix:uid", NOBODY);

    assertRefused(
        copies
            + ": belongs to "
            + Files.getOwner(copies).getName()
            + ": give it to the emperor's user, or name another directory");

    Files.setAttribute(copies, "unix:uid", 0);
    Files.setAttribute(data, "unix:uid", NOBODY);

    assertThatThrownBy(() -> PrivateDirectory.ofEmperor(data, "test"))
        .hasMessageStartingWith(data + ": belongs to ");
  }

  @Test
  void aLinkBelowIsRefusedAndWhatItLeadsToIsLeftAlone() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere/run-1"));
    Files.createDirectories(home);
    Path copies = Files.createSymbolicLink(home.resolve("copies"), directory.resolve("elsewhere"));

    assertRefused(copies + ": is a symbolic link: remove it, or name another directory");
    assertThat(elsewhere).exists();
  }

  @Test
  void theDirectoryThatTheUserNamesMayBeALink() throws Exception {
    Path real = PrivateDirectory.made(directory.resolve("disk"));
    PrivateDirectory.made(parent);
    Files.createSymbolicLink(data, real);

    assertThat(PrivateDirectory.ofEmperor(data, "test")).isEqualTo(home);
    assertThat(real.resolve("test")).isDirectory();
  }

  @Test
  void nothingThatALinkLeadsToIsDeleted() throws Exception {
    Path kept = Files.createDirectories(directory.resolve("elsewhere/kept"));
    Files.createDirectories(home.resolve("deep/deeper"));
    Files.createSymbolicLink(home.resolve("deep/deeper/link"), directory.resolve("elsewhere"));

    PrivateDirectory.delete(home);

    assertThat(home).doesNotExist();
    assertThat(kept).isDirectory();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> PrivateDirectory.ofEmperor(data, "test"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(why);
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void open(Path path) throws Exception {
    var unused = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void whoeverIsLetPassIsLetDoNoMore() throws Exception {
    Path ours = PrivateDirectory.made(directory.resolve("ours"));
    Path everybodys = Files.createDirectory(directory.resolve("everybodys"));
    Files.setAttribute(everybodys, "unix:mode", 01777);

    PrivateDirectory.letPass(ours);
    PrivateDirectory.letPass(everybodys);

    assertThat((int) Files.getAttribute(ours, "unix:mode") & 07777).isEqualTo(0711);
    assertThat((int) Files.getAttribute(everybodys, "unix:mode") & 07777).isEqualTo(01777);
  }
}
