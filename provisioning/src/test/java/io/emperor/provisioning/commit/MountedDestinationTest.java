package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations in a namespace of mounts of their own, which root alone can have. */
class MountedDestinationTest {

  private static final List<String> OWN_MOUNTS = List.of("unshare", "-m");

  @TempDir Path directory;

  private Path mount;
  private Path file;

  @BeforeEach
  void begin() throws IOException, InterruptedException {
    Process unshare = new ProcessBuilder("/bin/sh", "-c", "unshare -m true").start();
    assumeTrue(unshare.waitFor() == 0, "only root has mounts of its own");
    directory = directory.toRealPath();
    mount = Files.createDirectory(directory.resolve("a mount"));
    file = mount.resolve("file");
  }

  private String twice(String world, Path... destinations)
      throws IOException, InterruptedException {
    return CommittingChild.twice(
        OWN_MOUNTS, "cd '" + directory + "'; " + world + " exec \"$@\"", List.of(destinations));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(mount)) {
      return all.toList();
    }
  }

  private static long number(Path path) throws IOException {
    return SelfDescribed.number(Files.readAllBytes(path));
  }

  @Test
  void aMountedFileIsWrittenInPlaceWithOneWarning() throws Exception {
    Path outside = directory.resolve("outside");
    Files.write(outside, SelfDescribed.content(77));
    Files.createFile(file);
    Path beside = mount.resolve("beside");
    String printed = twice("mount --bind outside 'a mount/file';", file, beside);
    assertThat(printed.split("Committed\\[", -1)).hasSize(3);
    assertThat(printed.split("is mounted and can't be replaced", -1)).hasSize(2);
    assertThat(number(outside)).isEqualTo(2);
    assertThat(number(beside)).isEqualTo(2);
    assertThat(file).isEmptyFile();
    assertThat(entries()).containsExactlyInAnyOrder(file, beside);
  }

  /** The second is mounted read-only, so that it can neither be replaced nor written in place. */
  @Test
  void aMountedFileIsPutBackIfAnotherCantBeWritten() throws Exception {
    Path outside = directory.resolve("outside");
    Files.write(outside, SelfDescribed.content(77));
    Files.createFile(file);
    Path other = Files.createFile(mount.resolve("other"));
    Path fresh = mount.resolve("fresh");
    String printed =
        twice(
            "touch ro; mount --bind outside 'a mount/file'; mount --bind ro 'a mount/other';"
                + " mount -o remount,bind,ro 'a mount/other';",
            file,
            fresh,
            other);
    assertThat(printed.split("Refused\\[reason=" + other + ": can't be put in place", -1))
        .hasSize(3);
    assertThat(number(outside)).isEqualTo(77);
    assertThat(entries()).containsExactlyInAnyOrder(file, other);
  }

  @Test
  void aFullFileSystemIsNamed() throws Exception {
    String printed =
        twice(
            "mount -t tmpfs -o size=64k none 'a mount'; head -c 60k /dev/zero > 'a mount/zero';",
            file);
    assertThat(printed)
        .contains(
            "Refused[reason="
                + file
                + ": can't be written: the file system of "
                + mount
                + " is full; make room for it]");
  }

  @Test
  void aReadOnlyFileSystemIsNamed() throws Exception {
    String printed = twice("mount -t tmpfs -o ro none 'a mount';", file);
    assertThat(printed)
        .contains(
            "Refused[reason="
                + file
                + ": can't be written: "
                + mount
                + " is mounted read-only; mount it to be written]");
  }

  /** Root without what makes it root. */
  private String withoutRights() throws IOException, InterruptedException {
    return CommittingChild.twice(
        List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"), "exec \"$@\"", List.of(file));
  }

  @Test
  void aDirectoryOfSomebodyElseIsNamed() throws Exception {
    Files.setAttribute(mount, "unix:uid", 65534);
    assertThat(withoutRights())
        .contains(
            "Refused[reason="
                + file
                + ": can't be written: this process may not write in "
                + mount
                + "; give it the right to]");
  }

  @Test
  void anOwnerThatCantBeKeptIsNamed() throws Exception {
    Files.createFile(file);
    Files.setAttribute(file, "unix:uid", 65534);
    assertThat(withoutRights())
        .contains(
            "Refused[reason=" + file + ": can't belong to nobody:root as this process may not");
    assertThat(entries()).containsExactly(file);
    assertThat(file).isEmptyFile();
  }
}
