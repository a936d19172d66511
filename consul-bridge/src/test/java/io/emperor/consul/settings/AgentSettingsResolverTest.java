package io.emperor.consul.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AgentSettingsResolverTest {

  private final Map<String, String> environment = new HashMap<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private Path file(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private AgentSettings resolve(AgentOptions options, Path... defaultFiles) {
    return new AgentSettingsResolver(environment, List.of(defaultFiles)).resolve(options);
  }

  private String address(AgentOptions options, Path... defaultFiles) {
    return resolve(options, defaultFiles).agents().get(0).toString();
  }

  private List<String> problems(AgentOptions options, Path... defaultFiles) {
    AgentSettingsException failure =
        catchThrowableOfType(AgentSettingsException.class, () -> resolve(options, defaultFiles));
    return failure.problems();
  }

  private static AgentOptions agents(String... words) {
    return new AgentOptions(Arrays.asList(words), null, null, null, null);
  }

  private static AgentOptions token(@Nullable String token, @Nullable String file) {
    return new AgentOptions(null, null, token, file, null);
  }

  private static AgentOptions agentFile(Path file) {
    return new AgentOptions(null, null, null, null, file.toString());
  }

  @Test
  void theAddressComesFromTheStrongestSource() {
    Path given = file("given", "given:1");
    Path first = file("first", "first:2");
    Path missing = directory.resolve("missing");
    assertThat(address(AgentOptions.none())).isEqualTo("http://localhost:8500");
    assertThat(address(AgentOptions.none(), missing, first)).isEqualTo("http://first:2");
    assertThat(address(agentFile(given), first)).isEqualTo("http://given:1");
    environment.put("CONSUL_HTTP_ADDR", "environment:3");
    assertThat(address(agentFile(given), first)).isEqualTo("http://environment:3");
    assertThat(address(agents("option"), first)).isEqualTo("http://option:8500");
    environment.put("CONSUL_HTTP_ADDR", "");
    assertThat(address(AgentOptions.none(), first)).isEqualTo("http://first:2");
  }

  @Test
  void severalAgents() {
    assertThat(resolve(agents("a:1,b:2", "https://c:3")).agents())
        .extracting(AgentAddress::toString)
        .containsExactly("http://a:1", "http://b:2", "https://c:3");
    environment.put("CONSUL_HTTP_SSL", "1");
    assertThat(resolve(agents("a:1", "http://b:2")).agents())
        .allMatch(agent -> agent.scheme().equals("https"));
  }

  @ParameterizedTest
  @CsvSource({
    "'# c\n\n10.0.0.1:8501\n', http://10.0.0.1:8501",
    "'https://agent:8501', https://agent:8501",
    "'CONSUL_HTTP_ADDR=agent:1\nCONSUL_HTTP_TOKEN=t', http://agent:1",
    "'export CONSUL_HTTP_ADDR=\"agent:1\"', http://agent:1",
    "'host: agent\nport: 1', http://agent:1",
    "'consul:\n  host: agent\n  port: 8501\n  scheme: https', https://agent:8501",
    "'host: agent', http://agent:8500",
    "'\uFEFFhost: agent\r\nport: 1\r\n', http://agent:1",
    "'host: ::1\nport: ''1''', http://[::1]:1",
  })
  void formsOfTheAgentFile(String content, String address) {
    assertThat(address(agentFile(file("agent", content)))).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:1\nb:2", "host: a\nCONSUL_HTTP_ADDR=b", "a:1\nhost: b", "{}"})
  void agentFilesThatAreNone(String content) {
    Path file = file("agent", content);
    assertThat(problems(agentFile(file)))
        .singleElement()
        .asString()
        .containsAnyOf(file.toString(), "agent file");
  }

  @Test
  void theEnvironmentBeatsTheFilesVariables() {
    Path file = file("agent", "CONSUL_HTTP_ADDR=a:1\nCONSUL_HTTP_TOKEN=weak");
    assertThat(resolve(agentFile(file)).token().token()).isEqualTo("weak");
    environment.put("CONSUL_HTTP_TOKEN", "strong");
    assertThat(resolve(agentFile(file)).token().token()).isEqualTo("strong");
  }

  @Test
  void aDefaultFilesTokenGoesToNoOtherAgent() {
    Path file = file("agent", "CONSUL_HTTP_ADDR=a:1\nCONSUL_HTTP_TOKEN=t");
    assertThat(resolve(AgentOptions.none(), file).token().token()).isEqualTo("t");
    assertThat(resolve(agents("other:1"), file).token().token()).isNull();
  }

  @Test
  void theTokenComesFromTheStrongestSource() {
    Path file = file("token", " from-option-file \n");
    environment.put("CONSUL_HTTP_TOKEN_FILE", file("token2", "from-file").toString());
    assertThat(resolve(AgentOptions.none()).token().token()).isEqualTo("from-file");
    environment.put("CONSUL_HTTP_TOKEN", "from-variable");
    assertThat(resolve(AgentOptions.none()).token().token()).isEqualTo("from-variable");
    assertThat(resolve(token(null, file.toString())).token().token()).isEqualTo("from-option-file");
    assertThat(resolve(token("given", null)).token().token()).isEqualTo("given");
    assertThat(token("given", null).toString()).doesNotContain("given");
    assertThat(resolve(token("given", null)).toString()).doesNotContain("given");
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, true", "rw----r--, true", "rw-r-----, false", "r--------, false"})
  void aSecretThatEverybodyCanReadIsSaid(String permissions, boolean said) throws Exception {
    Path token = file("token", "a-token");
    Path agent = file("agent", "CONSUL_HTTP_ADDR=a:1\nCONSUL_HTTP_TOKEN=t");
    for (Path file : List.of(token, agent)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
    Logger logger = (Logger) LoggerFactory.getLogger(SecretFile.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);

    resolve(new AgentOptions(null, null, null, token.toString(), agent.toString()));

    logger.detachAppender(log);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyElementsOf(
            said
                ? List.of(open("the agent file", agent), open("--consul-token-file", token))
                : List.of());
  }

  private static String open(String source, Path file) {
    return "%s: every user of this machine can read %s, and the secret in it: chmod o-r %s"
        .formatted(source, file, file);
  }

  @Test
  void basicAuthModeAndServerName() {
    environment.put("CONSUL_HTTP_AUTH", "user:pass:word");
    environment.put("CONSUL_TLS_SERVER_NAME", "name");
    environment.put("CONSUL_HTTP_SSL_VERIFY", "false");
    environment.put("CONSUL_NAMESPACE", "team");
    AgentSettings settings = resolve(new AgentOptions(null, "stale", null, null, null));
    assertThat(settings.basicAuth()).isEqualTo(new BasicAuth("user", "pass:word"));
    assertThat(settings.mode()).isEqualTo(ConsistencyMode.STALE);
    assertThat(settings.tls().serverName()).isEqualTo("name");
    assertThat(settings.tls().verify()).isFalse();
    assertThat(settings.toString()).doesNotContain("pass");
    environment.put("CONSUL_HTTP_AUTH", "user");
    assertThat(resolve(AgentOptions.none()).basicAuth()).isEqualTo(new BasicAuth("user", ""));
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    environment.put("CONSUL_HTTP_SSL", "yes");
    environment.put("CONSUL_HTTP_SSL_VERIFY", "no");
    environment.put("CONSUL_HTTP_AUTH", ":x");
    environment.put("CONSUL_CACERT", directory.resolve("ca").toString());
    environment.put("CONSUL_CAPATH", directory.resolve("cas").toString());
    environment.put("CONSUL_CLIENT_CERT", directory.resolve("cert").toString());
    environment.put("CONSUL_CLIENT_KEY", directory.resolve("key").toString());
    List<String> problems =
        problems(
            new AgentOptions(
                List.of("a:1", "unix://x", ""),
                "fast",
                "two words",
                null,
                directory.resolve("agent").toString()));
    assertThat(problems).hasSize(12).doesNotHaveDuplicates().allMatch(p -> p.endsWith("."));
    for (String name :
        List.of(
            "CONSUL_HTTP_SSL:",
            "CONSUL_HTTP_SSL_VERIFY:",
            "CONSUL_HTTP_AUTH:",
            "CONSUL_CACERT:",
            "CONSUL_CAPATH:",
            "CONSUL_CLIENT_CERT:",
            "CONSUL_CLIENT_KEY:",
            "--consul-agent:",
            "--consul-consistency-mode:",
            "--consul-token:",
            "--consul-agent-file:")) {
      assertThat(problems).anyMatch(problem -> problem.startsWith(name));
    }
    assertThat(problems).noneMatch(problem -> problem.contains("two words"));
  }

  @Test
  void badTokens() {
    Path empty = file("token", "\n");
    assertThat(problems(token(null, empty.toString()))).hasSize(1);
    assertThat(problems(token(null, directory + "/none"))).hasSize(1);
    assertThat(problems(token("a", empty.toString()))).hasSize(1);
    assertThat(problems(token("", null))).hasSize(1);
    environment.put("CONSUL_HTTP_TOKEN_FILE", directory + "/none");
    assertThat(problems(AgentOptions.none())).hasSize(1);
  }

  @Test
  void badTlsFiles() {
    environment.put("CONSUL_CACERT", file("ca", "no certificate").toString());
    assertThat(problems(AgentOptions.none())).singleElement().asString().contains("ca can't");
    environment.clear();
    environment.put("CONSUL_CLIENT_CERT", file("cert", "x").toString());
    assertThat(problems(AgentOptions.none()))
        .singleElement()
        .asString()
        .contains("CONSUL_CLIENT_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "h, http, h, 8500",
    "h:1, http, h, 1",
    "http://h:1, http, h, 1",
    "https://h:65535, https, h, 65535",
    "[::1]:8500, http, ::1, 8500",
    "[::1], http, ::1, 8500",
    "' 10.0.0.1 ', http, 10.0.0.1, 8500"
  })
  void addresses(String text, String scheme, String host, int port) {
    assertThat(AgentAddress.parse(text)).isEqualTo(new AgentAddress(scheme, host, port));
    assertThat(AgentAddress.parse(AgentAddress.parse(text).toString()))
        .isEqualTo(AgentAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "unix:///run/consul",
        "ftp://h:1",
        "h:0",
        "h:65536",
        "h:x",
        "h:",
        ":1",
        "h/path",
        "http://h:1/",
        "http://h",
        "user:pw@h:1",
        "::1",
        "h:1:2",
        "a b",
        "http://",
        "[::1",
        "h:-1",
        "h:99999999999"
      })
  void addressesThatAreNone(String text) {
    IllegalArgumentException failure =
        catchThrowableOfType(IllegalArgumentException.class, () -> AgentAddress.parse(text));
    assertThat(failure).hasMessageContaining("address").hasMessageNotContaining("pw");
  }
}
