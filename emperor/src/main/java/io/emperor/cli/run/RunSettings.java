package io.emperor.cli.run;

import io.emperor.admin.AdminSettings;
import io.emperor.cli.option.AdminOptions;
import io.emperor.cli.option.HostAddresses;
import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import io.emperor.cli.option.UsageException;
import io.emperor.config.DurationFormat;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentOptions;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.AgentSettingsException;
import io.emperor.consul.settings.AgentSettingsResolver;
import io.emperor.daemon.EmperorSettings;
import io.emperor.daemon.Tyranny;
import io.emperor.daemon.keyed.ConsulPrefix;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.logging.LogSettings;
import io.emperor.monitor.VassalMonitor;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.vassal.RestartPolicy;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From words to settings, with every problem reported at once. */
public final class RunSettings {

  private static final Logger log = LoggerFactory.getLogger(RunSettings.class);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Duration SHORTEST_SCAN = Duration.ofMillis(100);

  private final OptionValues words;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final LogOptions logging;
  private @Nullable AdminSettings admin;
  private ConsulProfile devConsul = ConsulProfile.V1_8;
  private @Nullable AdvertisedAddress found;

  public RunSettings(OptionValues values, Map<String, String> environment) {
    this.words = values;
    this.environment = environment;
    logging = new LogOptions(values, problems);
    problems.addAll(values.problems());
  }

  public EmperorSettings parsed() throws UsageException {
    String name = name();
    Map<String, String> vassalSet = vassalSet(name);
    AgentSettings consul = consul();
    InetAddress bind = bind();
    String advertised = advertised(bind);
    Duration scan = duration(RunOption.SCAN_INTERVAL, SHORTEST_SCAN);
    RestartPolicy restarts = restarts();
    Path data = data();
    Optional<MembershipPlan> membership = membership();
    logging.check();
    checkVassals();
    checkTyrant();
    admin = new AdminOptions(words, problems).settings().orElse(null);
    FleetSettings fleet = new FleetOptions(words, problems).settings(name, advertised, admin);
    if (!problems.isEmpty() || consul == null) {
      throw new UsageException(problems);
    }
    return new EmperorSettings(
        name,
        words.all(RunOption.VASSALS),
        vassalSet,
        consul,
        advertised,
        bind,
        scan,
        restarts,
        fleet,
        isSaid(RunOption.DRAIN_ON_STOP),
        membership,
        data,
        isSaid(RunOption.TYRANT));
  }

  /** Where the admin endpoint is, once all was parsed; empty for none. */
  public Optional<AdminSettings> admin() {
    return Optional.ofNullable(admin);
  }

  private void checkVassals() {
    List<String> vassals = words.all(RunOption.VASSALS);
    // A file that is wrong somewhere may well have named them.
    if (vassals.isEmpty() && !words.isFileWrong()) {
      problems.add("--vassals is missing: name the directory where vassals are dropped");
    }
    List<String> directories =
        vassals.stream().filter(word -> !ConsulPrefix.isMeantBy(word)).toList();
    Stream.concat(
            ConsulPrefix.problems(vassals).stream(), VassalMonitor.problems(directories).stream())
        .forEach(problem -> problems.add(words.where(RunOption.VASSALS) + ": " + problem));
  }

  private void checkTyrant() {
    if (isSaid(RunOption.TYRANT)) {
      Tyranny.problems(words.all(RunOption.VASSALS))
          .forEach(problem -> problems.add(words.where(RunOption.TYRANT) + ": " + problem));
    }
  }

  private String name() {
    String name = words.find(RunOption.NAME).orElseGet(HostAddresses::hostName);
    if (!NAME.matcher(name).matches()) {
      wrong(
          RunOption.NAME,
          name,
          "is no name for an emperor: use letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  private Map<String, String> vassalSet(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words.all(RunOption.VASSAL_SET)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        wrong(RunOption.VASSAL_SET, word, "is not KEY=VALUE");
      } else {
        values.put(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
      }
    }
    try {
      VassalConfigReader unused = new VassalConfigReader(name, values);
    } catch (InvalidConfigException e) {
      e.lines().forEach(line -> problems.add(said(line)));
    }
    return values;
  }

  /** Whether the emperor brings its own agent along. */
  public boolean isDev() {
    return isSaid(RunOption.DEV);
  }

  private boolean isSaid(RunOption flag) {
    return words.find(flag).filter("true"::equals).isPresent();
  }

  private void checkFlag(RunOption flag) {
    words
        .find(flag)
        .filter(word -> !word.equals("true") && !word.equals("false"))
        .ifPresent(word -> wrong(flag, word, "is neither true nor false"));
  }

  private void checkDev() {
    checkFlag(RunOption.DEV);
    checkFlag(RunOption.DRAIN_ON_STOP);
    checkFlag(RunOption.TYRANT);
    Stream.of(
            RunOption.CONSUL_AGENT,
            RunOption.CONSUL_AGENT_FILE,
            RunOption.CONSUL_TOKEN,
            RunOption.CONSUL_TOKEN_FILE)
        .filter(option -> isDev() && words.find(option).isPresent())
        .forEach(
            option ->
                problems.add(
                    "%s: means nothing with --dev, which brings its own agent: leave one out"
                        .formatted(words.where(option))));
    if (words.find(RunOption.DEV).isEmpty() && words.find(RunOption.DEV_CONSUL).isPresent()) {
      problems.add(
          "%s: means nothing without --dev: add that, or leave this out"
              .formatted(words.where(RunOption.DEV_CONSUL)));
    }
    devConsul = parsedDevConsul();
  }

  /** Which Consul the emperor's own agent answers like; to be asked when all was parsed. */
  public ConsulProfile devConsul() {
    return devConsul;
  }

  private ConsulProfile parsedDevConsul() {
    String word = words.find(RunOption.DEV_CONSUL).or(RunOption.DEV_CONSUL::standard).orElseThrow();
    try {
      return ConsulProfile.of(word);
    } catch (IllegalArgumentException e) {
      wrong(
          RunOption.DEV_CONSUL,
          word,
          "is none of the Consuls that it can answer like: 1.8, modern");
      return ConsulProfile.V1_8;
    }
  }

  private @Nullable AgentSettings consul() {
    checkDev();
    List<String> agents = isDev() ? List.of("localhost") : words.all(RunOption.CONSUL_AGENT);
    try {
      return new AgentSettingsResolver(isDev() ? Map.of() : environment)
          .resolve(
              new AgentOptions(
                  agents.isEmpty() ? null : agents,
                  words.find(RunOption.CONSUL_CONSISTENCY_MODE).orElse(null),
                  unlessDev(RunOption.CONSUL_TOKEN),
                  unlessDev(RunOption.CONSUL_TOKEN_FILE),
                  unlessDev(RunOption.CONSUL_AGENT_FILE)));
    } catch (AgentSettingsException e) {
      e.problems().forEach(problem -> problems.add(said(problem)));
      return null;
    }
  }

  private @Nullable String unlessDev(RunOption option) {
    return isDev() ? null : words.find(option).orElse(null);
  }

  /** Writes what was found out into the log, which begins only when all was parsed. */
  public void tell() {
    if (found != null) {
      log.info(
          "--advertise-address auto: vassals are registered with {}, {}",
          found.address(),
          found.origin());
    }
    if (isSaid(RunOption.TYRANT) && admin != null && admin.tokenFile() == null) {
      log.warn(
          "--tyrant: every user of this machine can command all vassals by the admin endpoint: give"
              + " it an --admin-token-file, or turn it off by --admin none");
    }
  }

  private @Nullable String advertised(@Nullable InetAddress bind) {
    String word = words.find(RunOption.ADVERTISE_ADDRESS).orElse(null);
    if (word == null) {
      return null;
    }
    if (word.equals("auto")) {
      found = AdvertisedAddress.find(bind);
      return found.address();
    }
    return HostAddresses.advertisable(word)
        .orElseGet(
            () -> {
              wrong(
                  RunOption.ADVERTISE_ADDRESS,
                  word,
                  "is neither an address nor a network interface of this machine");
              return word;
            });
  }

  private @Nullable InetAddress bind() {
    String word = words.find(RunOption.BIND).orElse(null);
    if (word == null) {
      return isDev() ? InetAddress.getLoopbackAddress() : null;
    }
    return HostAddresses.bindable(word)
        .orElseGet(
            () -> {
              wrong(RunOption.BIND, word, "is no address of this machine");
              return InetAddress.getLoopbackAddress();
            });
  }

  private RestartPolicy restarts() {
    Duration first = duration(RunOption.THROTTLE, Duration.ofMillis(1));
    Duration longest = duration(RunOption.MAX_THROTTLE, Duration.ofMillis(1));
    if (longest.compareTo(first) < 0) {
      wrong(
          RunOption.MAX_THROTTLE,
          DurationFormat.format(longest),
          "is shorter than --throttle, " + DurationFormat.format(first));
      return new RestartPolicy(first, first);
    }
    return new RestartPolicy(first, longest);
  }

  private Duration duration(RunOption option, Duration shortest) {
    String word = words.find(option).or(option::standard).orElseThrow();
    try {
      Duration duration = DurationFormat.parse(word);
      if (duration.compareTo(shortest) >= 0) {
        return duration;
      }
      wrong(option, word, "is too short: use at least " + DurationFormat.format(shortest));
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s".formatted(words.where(option), e.getMessage()));
    }
    return shortest;
  }

  private Path data() {
    String word = words.find(RunOption.DATA_DIR).orElseGet(this::standardDataDirectory);
    try {
      return Path.of(word).toAbsolutePath();
    } catch (InvalidPathException e) {
      wrong(RunOption.DATA_DIR, word, "is no path");
      return Path.of("");
    }
  }

  private Optional<MembershipPlan> membership() {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    return words
        .find(RunOption.MEMBERSHIP)
        .flatMap(
            word -> {
              try {
                return Optional.of(
                    new InputsReader(DurationFormat::parse, path)
                        .readMembership(Path.of(word).toAbsolutePath()));
              } catch (InvalidInputException e) {
                problems.addAll(e.problems());
              } catch (InvalidPathException e) {
                wrong(RunOption.MEMBERSHIP, word, "is no path");
              }
              return Optional.empty();
            });
  }

  /** Where the log goes and what it looks like; to be asked when {@link #parsed} has succeeded. */
  public LogSettings log() {
    return logging.settings();
  }

  private String standardDataDirectory() {
    String systemd = environment.get("STATE_DIRECTORY");
    if (systemd != null && !systemd.isBlank()) {
      return absolute("STATE_DIRECTORY", systemd.split(":", 2)[0]);
    }
    if (System.getProperty("user.name").equals("root")) {
      return "/var/lib/emperor";
    }
    String state = environment.get("XDG_STATE_HOME");
    // A relative one is to be ignored, says its specification.
    return state == null || !state.startsWith("/")
        ? absolute("HOME", System.getProperty("user.home")) + "/.local/state/emperor"
        : state + "/emperor";
  }

  /** What others than the user set is never meant from wherever the emperor was started. */
  private String absolute(String variable, String directory) {
    if (!directory.startsWith("/")) {
      problems.add(
          "%s: %s is no absolute path: correct it, or name a directory with %s"
              .formatted(variable, directory, RunOption.DATA_DIR.flag()));
    }
    return directory;
  }

  /** A problem that names an option by its flag, with the place where that was really said. */
  private String said(String problem) {
    return Stream.of(RunOption.values())
        .filter(
            option ->
                problem.startsWith(option.flag() + ":") || problem.startsWith(option.flag() + " "))
        .findFirst()
        .map(option -> words.where(option) + problem.substring(option.flag().length()))
        .orElse(problem);
  }

  private void wrong(RunOption option, String word, String why) {
    problems.add("%s: %s %s".formatted(words.where(option), word, why));
  }
}
