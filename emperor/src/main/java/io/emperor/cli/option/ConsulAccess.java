package io.emperor.cli.option;

import io.emperor.consul.settings.AgentOptions;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.AgentSettingsException;
import io.emperor.consul.settings.AgentSettingsResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command that runs no emperor finds Consul: options that several commands have. */
public final class ConsulAccess {

  @Option(
      names = "--consul-agent",
      paramLabel = "HOST:PORT|URL",
      description = "The Consul agent, as run takes it; repeatable.")
  private @Nullable List<String> agents;

  @Option(names = "--consul-token-file", paramLabel = "FILE", description = "Holds the ACL token.")
  private @Nullable String tokenFile;

  @Option(
      names = "--consul-agent-file",
      paramLabel = "FILE",
      description = "Holds the agent's address, for when nothing else names it.")
  private @Nullable String agentFile;

  /**
   * How Consul is reached.
   *
   * @return empty if that can't be understood, which is a problem
   */
  public Optional<AgentSettings> settings(Map<String, String> environment, List<String> problems) {
    return settings(
        new AgentOptions(agents, null, null, tokenFile, agentFile), environment, problems);
  }

  /** The same for what was said otherwise, completed with what the environment says to run. */
  public static Optional<AgentSettings> settings(
      AgentOptions said, Map<String, String> environment, List<String> problems) {
    try {
      return Optional.of(
          new AgentSettingsResolver(environment).resolve(complete(said, environment)));
    } catch (AgentSettingsException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static AgentOptions complete(AgentOptions said, Map<String, String> environment) {
    List<String> agents = said.agents();
    String named = variable(RunOption.CONSUL_AGENT, environment);
    boolean isToken = said.tokenFile() != null;
    return new AgentOptions(
        agents == null && named != null ? List.of(named) : agents,
        variable(RunOption.CONSUL_CONSISTENCY_MODE, environment),
        isToken ? null : variable(RunOption.CONSUL_TOKEN, environment),
        isToken ? said.tokenFile() : variable(RunOption.CONSUL_TOKEN_FILE, environment),
        said.agentFile() == null
            ? variable(RunOption.CONSUL_AGENT_FILE, environment)
            : said.agentFile());
  }

  private static @Nullable String variable(RunOption option, Map<String, String> environment) {
    String value = environment.get(option.variable());
    return value == null || value.isBlank() ? null : value;
  }
}
