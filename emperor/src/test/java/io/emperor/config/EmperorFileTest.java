package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmperorFileTest {

  private static final Set<String> KNOWN = Set.of("consul-agent", "vassals", "vassal-set", "dev");
  private final Path directory;

  EmperorFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsScalarsListsAndMaps() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("emperor.yaml"),
            """
            consul-agent: [a, "b:8500"]
            vassals: dir/
            vassal-set: {consul-check-ttl: 30s, drain: 0}
            dev: true
            """);

    EmperorFile read = EmperorFile.read(file, KNOWN);

    assertThat(read.values())
        .containsEntry("consul-agent", List.of("a", "b:8500"))
        .containsEntry("vassals", List.of("dir/"))
        .containsEntry("vassal-set", List.of("consul-check-ttl=30s", "drain=0"))
        .containsEntry("dev", List.of("true"));
    assertThat(read.origins()).containsEntry("vassal-set", file + ":3");
  }

  @Test
  void suggestsTheOptionThatWasMeant() throws IOException {
    Path file = Files.writeString(directory.resolve("emperor.yaml"), "vasals: dir\nconsul-agnt: x");

    assertThatThrownBy(() -> EmperorFile.read(file, KNOWN))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            file
                + ":1: vasals: unknown option: did you mean vassals?; "
                + file
                + ":2: consul-agnt: unknown option: did you mean consul-agent?");
  }
}
