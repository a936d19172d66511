package io.emperor.cli.publish;

import io.emperor.cli.option.ConsulAccess;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.Publisher;
import io.emperor.serf.SerfAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** By whose events an update is sent: options that several commands have. */
public final class PublishOptions {

  private static final String CONSUL = "consul";
  private static final String SERF = "serf";
  private static final String ADDRESS = "SERF_RPC_ADDR";
  private static final String DEFAULT_AGENT = "127.0.0.1:" + SerfAddress.DEFAULT_PORT;

  @Option(
      names = "--via",
      paramLabel = "consul|serf",
      description = "Whose event it is. Default: consul.")
  private String via = CONSUL;

  @Option(
      names = "--serf",
      paramLabel = "HOST:PORT",
      description =
          "Where the serf agent's RPC is. When not given: SERF_RPC_ADDR, then 127.0.0.1:7373. SERF_RPC_AUTH is its key.")
  private @Nullable String address;

  @Mixin private final ConsulAccess consul = new ConsulAccess();

  public boolean isSerf() {
    return via.equals(SERF);
  }

  /** What an update is sent as. */
  public Carrier carrier() {
    return isSerf() ? Carrier.SERF_EVENT : Carrier.CONSUL_EVENT;
  }

  /**
   * What sends it; nobody is connected yet.
   *
   * @return empty if that can't be understood, which is a problem
   */
  public Optional<? extends Publisher> publisher(
      Map<String, String> environment, List<String> problems) {
    if (isSerf()) {
      return serf(environment, problems);
    }
    if (!via.equals(CONSUL)) {
      problems.add("--via: %s is neither consul nor serf".formatted(via));
      return Optional.empty();
    }
    if (address != null) {
      problems.add("--serf: is for --via serf alone");
    }
    return consul.settings(environment, problems).map(ConsulPublisher::new);
  }

  /**
   * What sends by a serf agent, whose place and key are in the environment as serf has them.
   *
   * @return empty if that can't be understood, which is a problem
   */
  public Optional<SerfPublisher> serf(Map<String, String> environment, List<String> problems) {
    String said = address == null ? environment.getOrDefault(ADDRESS, "") : address;
    String key = environment.getOrDefault("SERF_RPC_AUTH", "");
    try {
      SerfAddress agent = SerfAddress.parse(said.isBlank() ? DEFAULT_AGENT : said);
      return Optional.of(new SerfPublisher(agent, key.isEmpty() ? null : key));
    } catch (IllegalArgumentException e) {
      problems.add((address == null ? ADDRESS : "--serf") + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
