package io.emperor.consul.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentVariablesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private static AgentSettings through(AgentSettings settings) {
    return AgentVariables.read(AgentVariables.of(settings));
  }

  @Test
  void agentsModeTokenAndPasswordArriveAsTheyAre() {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse("https://[::1]:8501"), AgentAddress.parse("b:8500")),
            ConsistencyMode.STALE,
            TokenSource.fixed("s3cret"),
            new TlsSettings(false, null, null, null, null, "agent.example"),
            new BasicAuth("shop", "a:b c"));

    assertThat(through(settings)).isEqualTo(settings);
    assertThat(through(AgentSettings.of(AgentAddress.parse("a"))))
        .isEqualTo(AgentSettings.of(AgentAddress.parse("a")));
  }

  @Test
  void aTokenFileStaysAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "first");
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse("a")),
            ConsistencyMode.DEFAULT,
            TokenSource.file(file),
            TlsSettings.defaults(),
            null);
    Map<String, String> words = AgentVariables.of(settings);
    TokenSource token = AgentVariables.read(words).token();

    Path unused = Files.writeString(file, "second one".replace(" ", "-"));

    assertThat(token.token()).isEqualTo("second-one");
    Files.delete(file);
    assertThat(AgentVariables.read(words).token().token())
        .as("it is gone for a moment")
        .isEqualTo("first");
  }

  @Test
  void certificatesAreNamedByTheirWholePath() {
    TlsSettings tls =
        new TlsSettings(
            true, Path.of("ca.pem"), Path.of("cas"), Path.of("c.pem"), Path.of("k.pem"), null);
    Map<String, String> words =
        AgentVariables.of(
            new AgentSettings(
                List.of(AgentAddress.parse("a")),
                ConsistencyMode.DEFAULT,
                TokenSource.none(),
                tls,
                null));

    assertThat(words)
        .containsEntry("CONSUL_CACERT", Path.of("ca.pem").toAbsolutePath().toString())
        .containsEntry("CONSUL_CAPATH", Path.of("cas").toAbsolutePath().toString())
        .containsEntry("CONSUL_CLIENT_CERT", Path.of("c.pem").toAbsolutePath().toString())
        .containsEntry("CONSUL_CLIENT_KEY", Path.of("k.pem").toAbsolutePath().toString());
  }
}
