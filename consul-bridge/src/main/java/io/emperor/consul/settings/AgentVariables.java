package io.emperor.consul.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings as words, by which a process that the emperor starts reaches Consul as the emperor does:
 * the variables of Consul's own command line, and some words of the emperor's. They hold secrets.
 */
public final class AgentVariables {

  private static final String AGENTS = "agents";
  private static final String MODE = "mode";
  private static final String TOKEN_FILE = "token-file";

  /** What the file held last: it may be gone for a moment, just while it is replaced. */
  private static final String TOKEN_NOW = "token-now";

  private AgentVariables() {}

  /**
   * Writes settings down.
   *
   * @param settings the settings; a token that is in a file stays there
   * @return the words, which {@link #read} understands in another directory, too
   */
  public static Map<String, String> of(AgentSettings settings) {
    Map<String, String> words = new HashMap<>();
    words.put(AGENTS, String.join(",", settings.agents().stream().map(Object::toString).toList()));
    words.put(MODE, settings.mode().word());
    TokenSource source = settings.token();
    if (source instanceof FileToken file) {
      put(words, TOKEN_FILE, file.path());
      if (file.token() != null) {
        words.put(TOKEN_NOW, file.token());
      }
    } else if (source.token() != null) {
      words.put("CONSUL_HTTP_TOKEN", source.token());
    }
    TlsSettings tls = settings.tls();
    words.put("CONSUL_HTTP_SSL_VERIFY", Boolean.toString(tls.verify()));
    put(words, "CONSUL_CACERT", tls.caFile());
    put(words, "CONSUL_CAPATH", tls.caPath());
    put(words, "CONSUL_CLIENT_CERT", tls.clientCert());
    put(words, "CONSUL_CLIENT_KEY", tls.clientKey());
    if (tls.serverName() != null) {
      words.put("CONSUL_TLS_SERVER_NAME", tls.serverName());
    }
    BasicAuth auth = settings.basicAuth();
    if (auth != null) {
      words.put("CONSUL_HTTP_AUTH", auth.user() + ":" + auth.password());
    }
    return words;
  }

  private static void put(Map<String, String> words, String name, @Nullable Path file) {
    if (file != null) {
      words.put(name, file.toAbsolutePath().toString());
    }
  }

  /**
   * Reads what {@link #of} has written.
   *
   * @param words the words
   * @return the settings, with files looked at
   * @throws AgentSettingsException if a certificate can't be used any more
   */
  public static AgentSettings read(Map<String, String> words) {
    AgentSettings settings =
        new AgentSettingsResolver(words, List.of())
            .resolve(
                new AgentOptions(
                    List.of(words.getOrDefault(AGENTS, "")), words.get(MODE), null, null, null));
    String file = words.get(TOKEN_FILE);
    return file == null
        ? settings
        : new AgentSettings(
            settings.agents(),
            settings.mode(),
            new FileToken(Path.of(file), words.get(TOKEN_NOW)),
            settings.tls(),
            settings.basicAuth());
  }
}
