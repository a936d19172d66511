package io.emperor.runtime.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose files are, with real users; skipped where nobody can be added. */
@Timeout(60)
@ResourceLock("users of this machine")
class OwnershipTest {

  private static final String TEXT = "command: sleep 60\n";

  @TempDir Path directory;

  private TestUsers users;
  private Account ann;
  private Account bob;
  private Path vassals;
  private Path file;

  @BeforeEach
  void addUsers() throws Exception {
    users = new TestUsers();
    ann = users.add("ann");
    bob = users.add("bob");
    TestUsers.open(directory);
    vassals = TestUsers.sticky(directory.resolve("vassals"));
    file = TestUsers.write(vassals.resolve("shop.yaml"), TEXT, ann);
  }

  @AfterEach
  void removeUsers() throws Exception {
    if (users != null) {
      users.close();
    }
  }

  private Path copied(Path from) throws Exception {
    Path copy = directory.resolve("copy");
    Ownership.of(file).copy(from, copy);
    return copy;
  }

  @Test
  void aFileMakesItsOwnerAndGroupTheUser() throws Exception {
    int second = users.group("second", ann);
    TestUsers.chown(file, ann.uid(), second);

    Account user = Ownership.of(file).as(null, null).user();

    assertThat(user.uid()).isEqualTo(ann.uid());
    assertThat(user.gid()).isEqualTo(second);
    assertThat(user.groups()).contains(ann.gid(), second);
    assertThat(copied(file)).hasContent(TEXT);
    assertThat(Files.getPosixFilePermissions(directory.resolve("copy")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** A directory whose group new files inherit gives a user files of groups it is not in. */
  @Test
  void aGroupThatItsOwnerIsNotInIsRefused() throws Exception {
    TestUsers.chown(file, ann.uid(), bob.gid());

    assertThatThrownBy(() -> Ownership.of(file))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("which " + ann.name() + " is not in: chgrp it");
  }

  @Test
  void rootNeedsToNameAUser() throws Exception {
    TestUsers.chown(file, 0, 0);
    Ownership owned = Ownership.of(file);

    assertThatThrownBy(() -> owned.as(null, null))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("nothing runs as root: chown it")
        .hasMessageContaining("uid:");
    assertThatThrownBy(() -> owned.as("root", null)).hasMessageContaining("name another user");
    assertThatThrownBy(() -> owned.as("0", null)).hasMessageContaining("name another user");
    assertThat(owned.as(bob.name(), null).user()).isEqualTo(bob);
    assertThat(owned.as(Integer.toString(bob.uid()), ann.name()).user())
        .isEqualTo(bob.in(ann.gid()));
    assertThatThrownBy(() -> owned.as("nobody-of-this-name", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no user nobody-of-this-name");
    assertThatThrownBy(() -> owned.as(bob.name(), "-x")).hasMessageContaining("there is no group");
  }

  @Test
  void nobodyElseMayNameOne() throws Exception {
    Ownership owned = Ownership.of(file);

    assertThatThrownBy(() -> owned.as(bob.name(), null))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("uid: is for files that belong to root");
    assertThatThrownBy(() -> owned.as(null, bob.name())).hasMessageContaining("gid: is for files");
  }

  @Test
  void anOwnerThatWasRemovedFromTheSystemIsTold() throws Exception {
    users.remove(ann);

    assertThatThrownBy(() -> Ownership.of(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no user " + ann.uid())
        .hasMessageContaining("shop.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void whatOthersCanWriteIsRefused(String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> Ownership.of(file))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("can be written by others than its owner")
        .hasMessageContaining("chmod go-w");
  }

  @Test
  void aDirectoryInWhichOthersCouldPutAnotherFileIsRefused() throws Exception {
    Files.setAttribute(vassals, "unix:mode", 0777);
    assertThatThrownBy(() -> Ownership.of(file)).hasMessageContaining("chmod +t");

    Files.setAttribute(vassals, "unix:mode", 0755);
    TestUsers.chown(vassals, bob);
    assertThatThrownBy(() -> Ownership.of(file))
        .hasMessageContaining("belongs to uid " + bob.uid())
        .hasMessageContaining("who could put another file in its place");

    TestUsers.chown(vassals, ann);
    assertThat(Ownership.of(file).user()).isEqualTo(ann);
  }

  @Test
  void linksToOthersFilesAreRefused() throws Exception {
    Path others = TestUsers.write(vassals.resolve("others.yaml"), TEXT, bob);
    Path link = vassals.resolve("link.yaml");

    Files.createSymbolicLink(link, others);
    TestUsers.chown(link, ann);
    assertThatThrownBy(() -> Ownership.of(link))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("is a link that belongs to uid " + ann.uid());

    TestUsers.chown(link, 0, 0);
    assertThat(Ownership.of(link).user()).as("root has put it there").isEqualTo(bob);

    Files.delete(link);
    Files.createLink(link, others);
    assertThatThrownBy(() -> Ownership.of(link))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("hard link");
  }

  @Test
  void aLinkOnTheWayIsSomebodysToo() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    TestUsers.write(real.resolve("app.jar"), "x", ann);
    Path way = Files.createSymbolicLink(vassals.resolve("way"), real);
    TestUsers.chown(way, bob);

    assertThatThrownBy(() -> Ownership.of(way.resolve("app.jar")))
        .hasMessageContaining("is a link that belongs to uid " + bob.uid());

    Files.delete(way);
    Files.createSymbolicLink(way, way.getFileName());
    TestUsers.chown(way, ann);
    assertThat(catchThrowable(() -> copied(way.resolve("app.jar")))).hasMessageContaining("itself");
  }

  /** Whatever it names, a user gets nothing that it can't read itself. */
  @Test
  void filesAreReadWithTheRightsOfTheirOwner() throws Exception {
    Path secret = TestUsers.write(directory.resolve("secret"), "s3cret", bob);
    assertThatThrownBy(() -> copied(secret))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("is a file that belongs to uid " + bob.uid());

    TestUsers.chown(secret, ann);
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path inside = TestUsers.write(closed.resolve("secret"), "s3cret", ann);
    assertThatThrownBy(() -> copied(inside))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be read by " + ann.name());
    assertThat(directory.resolve("copy")).doesNotExist();
  }

  @Test
  void rootsFileIsNoUsersToRead() throws Exception {
    Path roots = Files.writeString(directory.resolve("roots"), "s3cret");
    Files.setPosixFilePermissions(roots, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> copied(roots)).hasMessageContaining("can't be read by " + ann.name());
    assertThat(directory.resolve("copy")).doesNotExist();
  }

  @Test
  void anAppOfRootsIsReadAsTheUserReadsIt() throws Exception {
    Path app = Files.writeString(directory.resolve("app.jar"), "app");
    Ownership owned = Ownership.of(file);
    Path copy = directory.resolve("copy");

    owned.copy(app, copy);
    assertThat(copy).hasContent("app");

    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> owned.copy(app, directory.resolve("other")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be read by " + ann.name());
  }

  @Test
  void aTokenIsReadFromAFileThatNobodyElseCanRead() throws Exception {
    Path token = TestUsers.write(directory.resolve("token"), "abc-123\n", ann);
    Ownership owned = Ownership.of(file);

    assertThatThrownBy(() -> owned.token(token))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("abc");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    assertThat(owned.token(token)).isEqualTo("abc-123");
    Files.writeString(token, "abc\nexport X=1");
    assertThatThrownBy(() -> owned.token(token))
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("abc");
    TestUsers.chown(token, 0, 0);
    assertThatThrownBy(() -> owned.token(token))
        .hasMessageContaining("can't be read by " + ann.name());
    TestUsers.chown(file, 0, 0);
    Files.writeString(token, "abc");
    assertThat(Ownership.of(file).as(ann.name(), null).token(token)).isEqualTo("abc");
  }

  @Test
  void aFileThatIsGivenAwayMeanwhileIsNoticed() throws Exception {
    Ownership owned = Ownership.of(file);
    owned.copy(file, directory.resolve("copy"));
    owned.requireUnchanged();

    TestUsers.chown(file, bob);

    assertThatThrownBy(owned::requireUnchanged)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was given to somebody else");
  }

  @Test
  void dataOfAnotherUserIsPutAsideAndFoundAgain() throws Exception {
    Path data = directory.resolve("data");
    Ownership anns = Ownership.of(file);
    anns.makeOwn(data);
    Files.writeString(data.resolve("kept"), "ann's");
    TestUsers.chown(file, bob);
    Ownership bobs = Ownership.of(file);

    bobs.makeOwn(data);

    assertThat(data).isEmptyDirectory();
    assertThat(FileStamp.of(data).owner()).isEqualTo(bob.uid());
    assertThat(FileStamp.of(data).isOpenToOthers()).isFalse();
    anns.makeOwn(data);
    assertThat(data.resolve("kept")).hasContent("ann's");
  }

  @Test
  void whatTheUserCantReadIsNamed() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path jar = Files.writeString(closed.resolve("emperor.jar"), "");

    assertThatThrownBy(() -> Ownership.requireReadable(ann, List.of(file, jar)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("emperor.jar can't be read by " + ann.name());
  }
}
