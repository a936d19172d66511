package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {

  @TempDir Path directory;

  private final Destinations destinations = new Destinations();

  private Path path(String name) {
    return directory.resolve(name);
  }

  @Test
  void theSecondClaimantIsToldWhoIsTheFirst() {
    assertThat(destinations.claim("shop", List.of(path("a"), path("b")))).isEmpty();
    assertThat(destinations.claim("billing", List.of(path("c"), path("b"))))
        .containsExactly(
            path("b") + ": is written by shop already; give one of them another destination");
    assertThat(destinations.claim("other", List.of(path("c")))).as("none of it was kept").isEmpty();
  }

  @Test
  void aClaimStandsInPlaceOfTheOneBefore() {
    assertThat(destinations.claim("shop", List.of(path("a"), path("b")))).isEmpty();
    assertThat(destinations.claim("shop", List.of(path("b"), path("c")))).isEmpty();
    assertThat(destinations.claim("other", List.of(path("a")))).isEmpty();
    assertThat(destinations.claim("other", List.of(path("c")))).hasSize(1);
  }

  @Test
  void aRefusedClaimLeavesTheOneBefore() {
    assertThat(destinations.claim("shop", List.of(path("a")))).isEmpty();
    assertThat(destinations.claim("other", List.of(path("b")))).isEmpty();
    assertThat(destinations.claim("other", List.of(path("a")))).hasSize(1);
    assertThat(destinations.claim("third", List.of(path("b")))).hasSize(1);
  }

  @Test
  void whatIsReleasedIsFree() {
    assertThat(destinations.claim("shop", List.of(path("a")))).isEmpty();
    destinations.release("shop");
    destinations.release("nobody");
    assertThat(destinations.claim("other", List.of(path("a")))).isEmpty();
  }

  @Test
  void twoNamesOfOneFileAreOne() throws IOException {
    Files.createDirectory(path("real"));
    Files.createSymbolicLink(path("link"), path("real"));
    assertThat(destinations.claim("shop", List.of(path("real/missing/a")))).isEmpty();
    assertThat(destinations.claim("other", List.of(path("link/missing/a")))).hasSize(1);
    assertThat(destinations.claim("other", List.of(path("x/../real/missing/./a")))).hasSize(1);
    assertThat(destinations.claim("other", List.of(path("link/missing/b")))).isEmpty();
  }
}
