package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateCopiesTest {

  @TempDir Path directory;
  private Path source;

  @BeforeEach
  void write() throws Exception {
    source = Files.writeString(directory.resolve("app.jar"), "content");
  }

  @Test
  void aCopyOutlivesItsSource() throws Exception {
    try (PrivateCopies copies = PrivateCopies.in(directory.resolve("copies"))) {
      Path copy = copies.copy(source, "app-1.jar", Copying.PLAIN);

      Files.delete(source);

      assertThat(copy).hasContent("content");
    }
  }

  @Test
  void nothingIsLeftWhenARunEnds() throws Exception {
    try (PrivateCopies copies = PrivateCopies.in(directory.resolve("copies"))) {
      copies.copy(source, "app-1.jar", Copying.PLAIN);
    }

    assertThat(directory.resolve("copies")).isDirectoryNotContaining("glob:run-*");
  }

  @Test
  void whatAKilledRunLeftBehindIsRemoved() throws Exception {
    Path abandoned = Files.createDirectories(directory.resolve("copies/run-abandoned"));
    Files.createFile(abandoned.resolve("lock"));
    Files.writeString(abandoned.resolve("app-1.jar"), "old");

    PrivateCopies.in(directory.resolve("copies")).close();

    assertThat(abandoned).doesNotExist();
  }

  @Test
  void aLinkIsNoRunThatWasLeftBehind() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("lock"));
    Files.createDirectories(directory.resolve("copies"));
    Path link = Files.createSymbolicLink(directory.resolve("copies/run-link"), elsewhere);

    PrivateCopies.in(directory.resolve("copies")).close();

    assertThat(elsewhere.resolve("lock")).exists();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void anotherRunIsLeftAlone() throws Exception {
    try (PrivateCopies other = PrivateCopies.in(directory.resolve("copies"))) {
      Path copy = other.copy(source, "app-1.jar", Copying.PLAIN);

      PrivateCopies.in(directory.resolve("copies")).close();

      assertThat(copy).exists();
    }
  }
}
