package io.emperor.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.handler.ConfigUpdated;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfSelf;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with {@code config_updated} where no emperor runs. */
class LoneSerfHandlerTest {

  private static final SerfSelf SELF = SerfSelf.of("one", Map.of("role", "db"));

  @TempDir Path directory;

  private final List<String> kept = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("members.yaml"), "updates: conf\nhandlers: {}\n");
    Files.createDirectories(directory.resolve("handlers/db"));
    Path handler = directory.resolve("handlers/db/config-updated");
    Files.writeString(handler, "#!/bin/sh\ncat >>../../ran\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
  }

  private Optional<ConfigUpdated> updates(YamlTree tree) {
    String into = tree.root().path("updates").asText();
    return Optional.of(
        payload -> {
          kept.add(into + ": " + new String(payload, UTF_8));
          return Optional.of("ok");
        });
  }

  @Test
  void anEventIsKeptAsTheFileSaysAndHandled() throws Exception {
    SerfEvent event = SerfEvent.ofUser("config_updated", 1, SELF, "{}".getBytes(UTF_8));

    assertThat(new LoneSerfHandler(file, this::updates).take(event)).isEmpty();

    assertThat(kept).containsExactly("conf: {}\n");
    assertThat(directory.resolve("ran")).hasContent("{}");
  }

  @Test
  void aQueryIsAnswered() throws Exception {
    SerfEvent event = SerfEvent.ofQuery("config_updated", 1, SELF, "{}".getBytes(UTF_8));

    assertThat(new LoneSerfHandler(file, this::updates).take(event)).asString().isEqualTo("ok");

    assertThat(kept).hasSize(1);
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void whereNobodyKeepsThemTheyAreHandledLikeOthers() throws Exception {
    SerfEvent event = SerfEvent.ofQuery("config_updated", 1, SELF, "{}".getBytes(UTF_8));

    assertThat(new LoneSerfHandler(file, tree -> Optional.empty()).take(event)).isEmpty();

    assertThat(directory.resolve("ran")).hasContent("{}");
  }
}
