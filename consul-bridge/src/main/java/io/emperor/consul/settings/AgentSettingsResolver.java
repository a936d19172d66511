package io.emperor.consul.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how Consul is reached, from the command line, the environment and the agent file, in
 * that order. The environment's variables mean what they mean to Consul's own command line. Not
 * safe for use by many threads at a time.
 */
public final class AgentSettingsResolver {

  private static final Logger log = LoggerFactory.getLogger(AgentSettingsResolver.class);

  private static final List<Path> DEFAULT_AGENT_FILES =
      List.of(Path.of("/etc/emperor/consul"), Path.of("/etc/wazo-platform/consul"));
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private final Map<String, String> environment;
  private final List<Path> defaultAgentFiles;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();

  /**
   * Looks for the agent file where it usually is.
   *
   * @param environment variables to values; an empty value counts as none
   */
  public AgentSettingsResolver(Map<String, String> environment) {
    this(environment, DEFAULT_AGENT_FILES);
  }

  /**
   * Looks for the agent file elsewhere.
   *
   * @param environment variables to values; an empty value counts as none
   * @param defaultAgentFiles the first that exists is read when nothing else names an agent
   */
  public AgentSettingsResolver(Map<String, String> environment, List<Path> defaultAgentFiles) {
    this.environment = Map.copyOf(environment);
    this.defaultAgentFiles = List.copyOf(defaultAgentFiles);
  }

  /**
   * Resolves the settings.
   *
   * @param options what the command line says
   * @return the settings, with files looked at and certificates loaded once
   * @throws AgentSettingsException if anything can't be used, with every problem
   */
  public AgentSettings resolve(AgentOptions options) {
    problems.clear();
    variables.clear();
    readAgentFile(options);
    environment.forEach((name, value) -> putUnlessEmpty(name, value));
    boolean ssl = flag("CONSUL_HTTP_SSL", false);
    List<AgentAddress> agents =
        agents(options).stream().map(agent -> ssl ? agent.withTls() : agent).toList();
    ConsistencyMode mode = mode(options.mode());
    TokenSource token = token(options);
    TlsSettings tls = tls(agents.stream().anyMatch(AgentAddress::isSecure));
    BasicAuth auth = basicAuth();
    if (variables.containsKey("CONSUL_NAMESPACE")) {
      log.warn("CONSUL_NAMESPACE is ignored: the emperor knows no namespaces");
    }
    if (!problems.isEmpty()) {
      throw new AgentSettingsException(problems);
    }
    return new AgentSettings(agents, mode, token, tls, auth);
  }

  private void putUnlessEmpty(String name, String value) {
    if (!value.isEmpty()) {
      variables.put(name, value);
    }
  }

  /**
   * The file that was asked for counts always; one of the default files only when nothing else
   * names an agent, so that its token is never sent to another agent.
   */
  private void readAgentFile(AgentOptions options) {
    String given = options.agentFile();
    if (given != null) {
      path("--consul-agent-file", given).ifPresent(this::readAgentFile);
    } else if (options.agents() == null
        && environment.getOrDefault("CONSUL_HTTP_ADDR", "").isEmpty()) {
      defaultAgentFiles.stream().filter(Files::exists).findFirst().ifPresent(this::readAgentFile);
    }
  }

  private void readAgentFile(Path file) {
    try {
      Map<String, String> said = AgentFile.parse(TextFile.read(file));
      said.forEach(this::putUnlessEmpty);
      if (said.containsKey("CONSUL_HTTP_TOKEN") || said.containsKey("CONSUL_HTTP_AUTH")) {
        SecretFile.look("the agent file", file);
      }
    } catch (IllegalArgumentException e) {
      problems.add("The agent file " + file + " can't be used: " + e.getMessage() + ".");
    } catch (IOException e) {
      problems.add("The agent file " + file + " can't be read (" + e + "): check its permissions.");
    }
  }

  private List<AgentAddress> agents(AgentOptions options) {
    List<String> given = options.agents();
    if (given != null) {
      List<String> words =
          given.stream().flatMap(word -> Arrays.stream(word.split(",", -1))).toList();
      return words.stream().flatMap(word -> address("--consul-agent", word)).toList();
    }
    String named = variables.get("CONSUL_HTTP_ADDR");
    String source = environment.containsKey("CONSUL_HTTP_ADDR") ? "" : " (from the agent file)";
    return named == null
        ? List.of(new AgentAddress("http", "localhost", AgentAddress.DEFAULT_PORT))
        : address("CONSUL_HTTP_ADDR" + source, named).toList();
  }

  private Stream<AgentAddress> address(String source, String word) {
    try {
      return Stream.of(AgentAddress.parse(word));
    } catch (IllegalArgumentException e) {
      problems.add(source + ": " + e.getMessage() + ".");
      return Stream.empty();
    }
  }

  private ConsistencyMode mode(@Nullable String word) {
    for (ConsistencyMode mode : ConsistencyMode.values()) {
      if (word == null || mode.word().equals(word)) {
        return mode;
      }
    }
    problems.add(
        "--consul-consistency-mode: '" + word + "' is not one of default, consistent, stale.");
    return ConsistencyMode.DEFAULT;
  }

  private TokenSource token(AgentOptions options) {
    String token = options.token();
    String file = options.tokenFile();
    if (token != null && file != null) {
      problems.add("--consul-token and --consul-token-file are both given: leave one out.");
      return TokenSource.none();
    }
    if (token != null) {
      return fixedToken("--consul-token", token);
    }
    if (file != null) {
      return fileToken("--consul-token-file", file);
    }
    String variable = variables.get("CONSUL_HTTP_TOKEN");
    if (variable != null) {
      return fixedToken("CONSUL_HTTP_TOKEN", variable);
    }
    String fileVariable = variables.get("CONSUL_HTTP_TOKEN_FILE");
    return fileVariable == null
        ? TokenSource.none()
        : fileToken("CONSUL_HTTP_TOKEN_FILE", fileVariable);
  }

  private TokenSource fixedToken(String source, String token) {
    if (!FileToken.usable(token.strip())) {
      problems.add(source + ": the token is empty or not one word of printable ASCII: correct it.");
      return TokenSource.none();
    }
    return TokenSource.fixed(token.strip());
  }

  private TokenSource fileToken(String source, String word) {
    return path(source, word)
        .filter(file -> holdsToken(source, file))
        .map(TokenSource::file)
        .orElseGet(TokenSource::none);
  }

  private boolean holdsToken(String source, Path file) {
    try {
      if (FileToken.usable(TextFile.read(file).strip())) {
        SecretFile.look(source, file);
        return true;
      }
      problems.add(source + ": " + file + " does not hold one line with a token: write it there.");
    } catch (IOException e) {
      problems.add(source + ": " + file + " can't be read (" + e + "): check its permissions.");
    }
    return false;
  }

  private TlsSettings tls(boolean needed) {
    Path caFile = file("CONSUL_CACERT");
    Path caPath = file("CONSUL_CAPATH");
    Path cert = file("CONSUL_CLIENT_CERT");
    Path key = file("CONSUL_CLIENT_KEY");
    boolean certNamed = variables.containsKey("CONSUL_CLIENT_CERT");
    if (certNamed != variables.containsKey("CONSUL_CLIENT_KEY")) {
      problems.add(
          (certNamed ? "CONSUL_CLIENT_CERT" : "CONSUL_CLIENT_KEY")
              + " is set without "
              + (certNamed ? "CONSUL_CLIENT_KEY" : "CONSUL_CLIENT_CERT")
              + ": set both or none.");
    }
    boolean pair = cert != null && key != null;
    TlsSettings tls =
        new TlsSettings(
            flag("CONSUL_HTTP_SSL_VERIFY", true),
            caFile,
            caPath,
            pair ? cert : null,
            pair ? key : null,
            variables.get("CONSUL_TLS_SERVER_NAME"));
    if (!needed && !tls.namesFiles()) {
      return tls; // nothing can be wrong, and Java's own authorities take a tenth of a second
    }
    try {
      TlsMaterial.load(tls);
      if (tls.clientKey() != null) {
        SecretFile.look("CONSUL_CLIENT_KEY", tls.clientKey());
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      problems.add("TLS (CONSUL_CACERT, CONSUL_CAPATH, CONSUL_CLIENT_…): " + e.getMessage() + ".");
    }
    return tls;
  }

  private @Nullable Path file(String variable) {
    String word = variables.get(variable);
    return word == null ? null : path(variable, word).orElse(null);
  }

  private Optional<Path> path(String source, String word) {
    try {
      Path path = Path.of(word);
      if (!word.isBlank() && Files.exists(path)) {
        return Optional.of(path);
      }
      problems.add(source + ": there is no '" + word + "': name a file that exists.");
    } catch (InvalidPathException e) {
      problems.add(source + ": '" + word + "' is no path: name a file that exists.");
    }
    return Optional.empty();
  }

  private boolean flag(String variable, boolean otherwise) {
    String word = variables.get(variable);
    if (word != null && !TRUE.contains(word) && !FALSE.contains(word)) {
      problems.add(variable + ": '" + word + "' is neither true nor false: write one of them.");
      return otherwise;
    }
    return word == null ? otherwise : TRUE.contains(word);
  }

  private @Nullable BasicAuth basicAuth() {
    String word = variables.get("CONSUL_HTTP_AUTH");
    if (word == null) {
      return null;
    }
    int colon = word.indexOf(':');
    if (colon == 0) {
      problems.add("CONSUL_HTTP_AUTH: it names no user: write USER:PASSWORD.");
    }
    return colon < 0
        ? new BasicAuth(word, "")
        : new BasicAuth(word.substring(0, colon), word.substring(colon + 1));
  }
}
