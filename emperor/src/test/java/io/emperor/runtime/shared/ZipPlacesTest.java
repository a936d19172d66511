package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipPlacesTest {

  private static final Path TARGET = Path.of("/copies/shop-1/files");

  private final ZipPlaces places = new ZipPlaces(TARGET);

  @Test
  void anEntryGoesBelowTheTarget() throws ZipException {
    assertThat(places.of(new ZipEntry("./"))).isEqualTo(TARGET);
    assertThat(places.of(new ZipEntry("a/"))).isEqualTo(TARGET.resolve("a"));
    assertThat(places.of(new ZipEntry("a/b.txt"))).isEqualTo(TARGET.resolve("a/b.txt"));
    assertThat(places.of(new ZipEntry("a/"))).as("again").isEqualTo(TARGET.resolve("a"));
    assertThat(places.of(new ZipEntry("a/../c"))).isEqualTo(TARGET.resolve("c"));
    assertThat(places.of(new ZipEntry("a\\b"))).isEqualTo(TARGET.resolve("a\\b"));
  }

  @ParameterizedTest
  @CsvSource({
    "../escaped, an entry lies outside of the archive: ../escaped",
    "/etc/passwd, an entry lies outside of the archive: /etc/passwd",
    "a/../.., an entry lies outside of the archive: a/../..",
    "., an entry lies outside of the archive: .",
    "file/inside, an entry is there twice: file/inside",
    "directory, an entry is there twice: directory",
    "file/, an entry is there twice: file/",
    "file, an entry is there twice: file",
  })
  void whatNoDiskTakesIsRefused(String name, String why) throws ZipException {
    for (String before : List.of("file", "directory/other")) {
      Path unused = places.of(new ZipEntry(before));
    }

    assertThatThrownBy(() -> places.of(new ZipEntry(name)))
        .isInstanceOf(ZipException.class)
        .hasMessage(why);
  }

  @Test
  void aNameOfManyBytesIsRefused() {
    assertThatThrownBy(() -> places.of(new ZipEntry("ü".repeat(128))))
        .isInstanceOf(ZipException.class)
        .hasMessageStartingWith("the name of an entry is too long: ü");
  }
}
