package io.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader has to know together stays small enough for that. */
class HouseSizeTest {

  private static final int MOST_FILES = 35;
  private static final int MOST_LINES = 400;
  private static final Path CHECKOUT = Path.of("..");

  /** The modules that users get. */
  private static final List<String> MODULES =
      List.of("base", "app-api", "consul-bridge", "dev-agent", "serf", "test-kit", "emperor");

  private static Stream<Path> sources() throws IOException {
    Stream<Path> all = Stream.empty();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve(module).resolve("src/main/java"))) {
        all =
            Stream.concat(
                all, files.filter(file -> file.toString().endsWith(".java")).toList().stream());
      }
    }
    return all;
  }

  @Test
  void noPackageHasTooManyFiles() throws IOException {
    Map<Path, Long> sizes =
        sources()
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));

    assertThat(sizes).isNotEmpty();
    assertThat(sizes)
        .allSatisfy(
            (room, size) -> assertThat(size).as(room.toString()).isLessThanOrEqualTo(MOST_FILES));
  }

  @Test
  void noFileIsTooLong() throws IOException {
    for (Path source : sources().toList()) {
      assertThat(Files.readAllLines(source).size())
          .as(source.toString())
          .isLessThanOrEqualTo(MOST_LINES);
    }
  }
}
