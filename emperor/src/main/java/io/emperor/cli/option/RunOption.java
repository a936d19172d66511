package io.emperor.cli.option;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code run}: the one table that the command line, the environment and the file
 * use.
 */
public enum RunOption {
  CONSUL_AGENT(
      "HOST:PORT|URL",
      null,
      "The Consul agent; repeatable or comma separated. When not given: CONSUL_HTTP_ADDR, then the agent file, then localhost:8500."),
  CONSUL_CONSISTENCY_MODE(
      "MODE", "default", "Of every read that apps make: default, consistent or stale."),
  CONSUL_TOKEN(
      "TOKEN",
      null,
      "The ACL token. Better in CONSUL_HTTP_TOKEN or in a file: other users can see a command line."),
  CONSUL_TOKEN_FILE("FILE", null, "Holds the ACL token; read again when it changes."),
  CONSUL_AGENT_FILE(
      "FILE",
      null,
      "Holds the agent's address, for when nothing else names it. When not given: the first that exists of /etc/emperor/consul and /etc/wazo-platform/consul."),
  VASSALS(
      "DIR|GLOB|consul:PREFIX",
      null,
      "Where vassals are dropped; repeatable. With consul:PREFIX each key PREFIX/NAME.yaml in Consul's key/value store is a vassal's configuration. Required."),
  VASSAL_SET(
      "KEY=VALUE",
      null,
      "A configuration value for every vassal, weaker than the vassal's own; repeatable."),
  NAME(
      "NAME",
      null,
      "This emperor's name, part of the default service IDs. Default: the host's name."),
  ADVERTISE_ADDRESS(
      "ADDRESS|INTERFACE",
      null,
      "The address that vassals are registered with; an interface's name stands for its first address, and auto for the one by which others reach this machine. When not given, Consul answers with the agent's address."),
  BIND("ADDRESS", null, "Where vassals listen. Default: all addresses; loopback alone with --dev."),
  FLEET(
      "NAME",
      "default",
      "The fleet that this emperor belongs to: emperors of one fleet over one Consul datacenter share names and leads, below emperor/NAME/ in its key/value store."),
  LABEL(
      "KEY=VALUE",
      null,
      "What others of the fleet know this emperor by; repeatable. The labels emperor, its name, and host are always there."),
  LEASE_DURATION(
      "DURATION",
      "3500ms",
      "How long this emperor's lease must have been seen unchanged before another takes over what its apps have."),
  RENEW_DEADLINE(
      "DURATION",
      "2600ms",
      "How long this emperor counts on its lease after the last renewal that Consul acknowledged."),
  RETRY_PERIOD("DURATION", "700ms", "Between two renewals of this emperor's lease."),
  DRAIN_ON_STOP(
      "",
      null,
      "Hands the instances of vassals over to other emperors of the fleet before this one stops, for a minute at most."),
  MEMBERSHIP(
      "FILE",
      null,
      "YAML with sources, files, handlers and distribute: files and events that follow the cluster's members, for programs that are no vassals."),
  TYRANT(
      "",
      null,
      "Runs each vassal as the owner of its configuration or app, never as root: for root alone. Every app has a JVM of its own then."),
  SCAN_INTERVAL(
      "DURATION", "3s", "Between full scans of the directories, beside the file-system watch."),
  THROTTLE("DURATION", "1s", "Before a vassal that failed to start is tried again."),
  MAX_THROTTLE("DURATION", "180s", "The longest such delay; it doubles with every failure."),
  DATA_DIR(
      "DIR",
      null,
      "Where private copies of apps and the apps' own data are kept. Default: $STATE_DIRECTORY, or /var/lib/emperor for root, or emperor/ in $XDG_STATE_HOME, or in ~/.local/state."),
  ADMIN(
      "HOST:PORT",
      "127.0.0.1:9191",
      "Where the API, the metrics and the dashboard are; port 0 for a free one, none to turn it off."),
  ADMIN_TOKEN_FILE(
      "FILE",
      null,
      "Holds the token that requests to the admin endpoint have to carry, 16 characters or more; required before --admin may name anything but loopback. Read again with every request."),
  LOG_DIR(
      "DIR",
      null,
      "Gets one log file per vassal, NAME.log, and emperor.log, each rotated at 10 MB with 5 old ones. When not given, everything goes to standard error."),
  LOG_FORMAT("FORMAT", "text", "Of the log's lines: text, or json for one object a line."),
  LOG_LEVEL(
      "[LOGGER=]LEVEL",
      "info",
      "How much is logged, of all or of a logger and those below it: trace, debug, info, warn, error or off; repeatable. The command log-level changes it while the emperor runs."),
  DEV(
      "",
      null,
      "Registers with a Consul-compatible agent in this process, on 127.0.0.1:8500 or the next free port: to try things out, without a Consul."),
  DEV_CONSUL(
      "1.8|modern",
      "1.8",
      "Which Consul the agent of --dev answers like: 1.8, which it is held to, or a model of those since 1.15."),
  CONFIG("FILE", null, "YAML with these options without their dashes.");

  private final String label;
  private final @Nullable String standard;
  private final String description;

  RunOption(String label, @Nullable String standard, String description) {
    this.label = label;
    this.standard = standard;
    this.description = description;
  }

  /** The name in a file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name on the command line. */
  public String flag() {
    return "--" + key();
  }

  /** The name in the environment. */
  public String variable() {
    return "EMPEROR_" + name();
  }

  public String label() {
    return label;
  }

  /**
   * The value when none is given, as a word; empty where there is none or it has to be found out.
   */
  public Optional<String> standard() {
    return Optional.ofNullable(standard);
  }

  public String description() {
    return standard == null ? description : description + " Default: " + standard + ".";
  }

  /** Whether saying it is all, without a value. */
  public boolean isFlag() {
    return label.isEmpty();
  }

  public boolean isRepeatable() {
    return Stream.of(CONSUL_AGENT, VASSALS, VASSAL_SET, LABEL, LOG_LEVEL).anyMatch(this::equals);
  }

  /** What separates several values in one environment variable. */
  String separator() {
    return this == VASSAL_SET ? "\n" : ",";
  }
}
