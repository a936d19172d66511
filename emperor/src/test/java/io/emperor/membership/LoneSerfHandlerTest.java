package io.emperor.membership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfSelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with {@code config_updated} where no emperor runs. */
class LoneSerfHandlerTest {

  private static final SerfSelf SELF = SerfSelf.of("one", Map.of("role", "db"));

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("members.yaml");
    Files.createDirectories(directory.resolve("handlers/db"));
    Path handler = directory.resolve("handlers/db/config-updated");
    Files.writeString(handler, "#!/bin/sh\ncat >>../../ran\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
  }

  private static final String UPDATE =
      "{\"p\":\"shop\",\"k\":\"colour\",\"v\":3,\"c\":{\"main\":\"blue\"}}";

  private LoneSerfHandler keeping(boolean keeps) throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(
        file, "handlers: {}\n" + (keeps ? "files: {directory: conf, subscribe: [shop]}\n" : ""));
    return new LoneSerfHandler(file, Map.of());
  }

  private Path kept() {
    return directory.resolve("conf/shop/colour.json");
  }

  @Test
  void anEventIsKeptAsTheFileSaysAndHandled() throws Exception {
    SerfEvent event = SerfEvent.ofUser("config_updated", 1, SELF, UPDATE.getBytes(UTF_8));

    assertThat(keeping(true).take(event)).isEmpty();

    assertThat(kept()).content().contains("blue");
    assertThat(directory.resolve("ran")).hasContent(UPDATE);
  }

  @Test
  void aQueryIsAnswered() throws Exception {
    SerfEvent event = SerfEvent.ofQuery("config_updated", 1, SELF, UPDATE.getBytes(UTF_8));

    assertThat(keeping(true).take(event)).asString().isEqualTo("ok");

    assertThat(kept()).exists();
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void whereNobodyKeepsThemTheyAreHandledLikeOthers() throws Exception {
    SerfEvent event = SerfEvent.ofQuery("config_updated", 1, SELF, UPDATE.getBytes(UTF_8));

    assertThat(keeping(false).take(event)).isEmpty();

    assertThat(directory.resolve("ran")).hasContent(UPDATE);
  }
}
