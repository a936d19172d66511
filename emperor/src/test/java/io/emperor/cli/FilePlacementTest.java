package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePlacementTest {

  @TempDir Path build;
  @TempDir Path vassals;

  private Path app;
  private Path config;

  @BeforeEach
  void write() throws IOException {
    app = Files.writeString(build.resolve("shop-1.0.jar"), "the app");
    config = Files.writeString(build.resolve("prod.yaml"), "drain: 1s");
  }

  @Test
  void anEndingInCapitalsIsTheSameEnding() {
    assertThat(FilePlacement.ending(Path.of("x", "SHOP.WAR"))).isEqualTo(".war");
  }

  @Test
  void copiesAreHiddenUntilBothAreWhole() throws IOException {
    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", config, app)) {
      assertThat(files()).hasSize(2).allMatch(name -> name.startsWith(".shop."));

      placement.reveal();
    }

    assertThat(files()).containsExactly("shop.jar", "shop.yaml");
    assertThat(vassals.resolve("shop.jar")).hasContent("the app");
  }

  @Test
  void nothingIsLeftOfWhatIsNotRevealed() throws IOException {
    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", config, app)) {
      assertThat(placement).isNotNull();
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void aConfigurationOfAnotherFormatAndAnAppOfAnotherKindMakeWay() throws IOException {
    for (String old : List.of("shop.ini", "shop.yml", "shop.war", "other.ini")) {
      Path unused = Files.writeString(vassals.resolve(old), "old");
    }

    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", config, app)) {
      placement.reveal();
    }

    assertThat(files()).containsExactly("other.ini", "shop.jar", "shop.yaml");
  }

  @Test
  void theConfigurationThatIsThereStaysWhenNoneIsGiven() throws IOException {
    Path unused = Files.writeString(vassals.resolve("shop.ini"), "old");

    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", null, app)) {
      placement.reveal();
    }

    assertThat(files()).containsExactly("shop.ini", "shop.jar");
  }

  @Test
  void theConfigurationGetsItsNameBeforeTheApp() throws IOException {
    Path inTheWay = Files.createDirectories(vassals.resolve("shop.jar").resolve("full"));

    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", config, app)) {
      assertThatThrownBy(placement::reveal).isInstanceOf(IOException.class);
    }

    assertThat(inTheWay).exists();
    assertThat(files()).containsExactly("shop.jar", "shop.yaml");
  }

  @Test
  void whoMayReadTheAppMayReadItsCopy() throws IOException {
    Path unused = Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-r--r--"));

    try (FilePlacement placement = FilePlacement.copied(vassals, "shop", null, app)) {
      placement.reveal();
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("shop.jar"))))
        .isEqualTo("rw-r--r--");
  }

  private Path file(String name) {
    return vassals.resolve(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(vassals)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
