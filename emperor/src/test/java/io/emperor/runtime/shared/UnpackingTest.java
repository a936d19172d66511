package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private PrivateCopies copies;

  @BeforeEach
  void open() throws Exception {
    copies = PrivateCopies.in(directory.resolve("copies"));
  }

  @AfterEach
  void close() {
    copies.close();
  }

  @Test
  void whatFitsIsUnpacked() throws Exception {
    Path unpacked = copies.unpack(war("zeros", 2 * MIB), 2 * MIB, () -> true);

    assertThat(unpacked.resolve("files/zeros")).hasSize(2 * MIB);
  }

  @Test
  void noMoreComesOutThanTheLimit() throws Exception {
    Path war = war("zeros", 2 * MIB);

    assertThatThrownBy(() -> copies.unpack(war, MIB, () -> true))
        .isInstanceOf(ZipException.class)
        .hasMessage("more than 1 MiB comes out of it: make it smaller, or set unpacked-limit");
    assertNothingIsLeft();
  }

  @Test
  void whatIsNotWantedAnyMoreIsUnpackedNoFurther() throws Exception {
    Path war = war("zeros", 64 * MIB);
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(() -> copies.unpack(war, 64 * MIB, () -> asked.incrementAndGet() < 10))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not wanted any more");
    assertThat(asked).hasValue(10);
    assertNothingIsLeft();
  }

  @Test
  void manyEntriesAreRefusedBeforeTheFirst() throws Exception {
    Path war = Files.createFile(directory.resolve("many.war"));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
      for (int number = 0; number <= 100_000; number++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(number)));
      }
    }

    assertThatThrownBy(
            () -> copies.unpack(copies.copy(war, "many-1.war", Copying.PLAIN), MIB, () -> true))
        .isInstanceOf(ZipException.class)
        .hasMessage("it has more than 100000 entries: leave some out");
    assertNothingIsLeft();
  }

  @Test
  void nothingGoesOutsideByItsName() throws Exception {
    for (String name : new String[] {"../../../escaped", "/escaped", "a/../../../../escaped"}) {
      Path war = war(name, 1);

      assertThatThrownBy(() -> copies.unpack(war, MIB, () -> true))
          .isInstanceOf(ZipException.class)
          .hasMessage("an entry lies outside of the archive: " + name);
    }
    assertThat(directory)
        .isDirectoryContaining("glob:**/copies")
        .isDirectoryNotContaining("glob:**/escaped");
    assertNothingIsLeft();
  }

  /** Info-ZIP makes links of such entries; here they are files like others. */
  @Test
  void noEntryBecomesALink() throws Exception {
    byte[] link = "/etc/passwd".getBytes(StandardCharsets.UTF_8);
    Path war = war("link", link);
    byte[] bytes = Files.readAllBytes(war);
    int central = find(bytes, new byte[] {'P', 'K', 1, 2});
    bytes[central + 5] = 3; // made by Unix
    bytes[central + 41] = (byte) 0xa1; // a link that everybody may follow
    bytes[central + 40] = (byte) 0xff;
    Files.write(war, bytes);

    Path unpacked = copies.unpack(war, MIB, () -> true);

    assertThat(unpacked.resolve("files/link")).isRegularFile().hasBinaryContent(link);
    assertThat(Files.isSymbolicLink(unpacked.resolve("files/link"))).isFalse();
  }

  private static int find(byte[] bytes, byte[] wanted) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  private Path war(String entry, int size) throws Exception {
    return war(entry, new byte[size]);
  }

  private Path war(String entry, byte[] content) throws Exception {
    Path war = directory.resolve("shop.war");
    try (OutputStream file = Files.newOutputStream(war);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return copies.copy(war, "shop-1.war", Copying.PLAIN);
  }

  private void assertNothingIsLeft() throws IOException {
    try (var left = Files.walk(directory.resolve("copies"))) {
      assertThat(left.filter(Files::isRegularFile)).allMatch(file -> file.endsWith("lock"));
    }
  }
}
