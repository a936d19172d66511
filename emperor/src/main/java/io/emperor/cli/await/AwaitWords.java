package io.emperor.cli.await;

import io.emperor.await.Condition;
import io.emperor.await.RegisteredService;
import io.emperor.await.ServiceWanted;
import io.emperor.base.SafeText;
import io.emperor.cli.option.HostAddresses;
import io.emperor.config.DurationFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From words to what they mean; what can't be used becomes a problem. For one thread. */
public final class AwaitWords {

  private static final Pattern SERVICE = Pattern.compile("([\\w.-]{1,128})(?::([0-9]{1,4}))?");
  private static final Pattern REGISTERED = Pattern.compile("[A-Za-z0-9][\\w.-]{0,127}");
  private static final Pattern PATH = Pattern.compile("/[!-~]*");
  private static final int LONGEST_SHOWN = 200;
  private static final int HIGHEST_PORT = 65_535;

  private final List<String> problems;

  /**
   * Takes words.
   *
   * @param problems gets what is wrong
   */
  public AwaitWords(List<String> problems) {
    this.problems = problems;
  }

  /** Of {@code --service}. */
  public List<ServiceWanted> services(List<String> words) {
    return words.stream().flatMap(word -> service(word).stream()).toList();
  }

  private Optional<ServiceWanted> service(String word) {
    Matcher parts = SERVICE.matcher(word);
    if (parts.matches()) {
      int instances = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
      if (instances > 0) {
        return Optional.of(new ServiceWanted(parts.group(1), instances));
      }
    }
    problems.add(
        "--service: %s is not NAME or NAME:N, with a number from 1 on".formatted(shown(word)));
    return Optional.empty();
  }

  /** Of {@code --wait}. */
  public List<Condition> conditions(List<String> words) {
    List<Condition> conditions = new ArrayList<>();
    for (String word : words) {
      try {
        conditions.add(WaitAddress.parse(word));
      } catch (IllegalArgumentException e) {
        problems.add("--wait: " + e.getMessage());
      }
    }
    return conditions;
  }

  /** A file that some option names. */
  public Optional<Path> file(String option, @Nullable String word) {
    if (word == null) {
      return Optional.empty();
    }
    try {
      if (!word.isBlank()) {
        return Optional.of(Path.of(word).toAbsolutePath());
      }
      problems.add(option + ": is empty: name a file");
    } catch (InvalidPathException e) {
      problems.add("%s: %s is no path".formatted(option, shown(word)));
    }
    return Optional.empty();
  }

  /** A duration that some option says. */
  public Optional<Duration> duration(String option, @Nullable String word) {
    if (word == null) {
      return Optional.empty();
    }
    try {
      Duration duration = DurationFormat.parse(word);
      if (!duration.isZero()) {
        return Optional.of(duration);
      }
      problems.add(option + ": is too short: use at least 1ms");
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s".formatted(option, e.getMessage()));
    }
    return Optional.empty();
  }

  /** Of {@code --register} and what goes with it. */
  public Optional<RegisteredService> registered(
      @Nullable String name,
      @Nullable String port,
      @Nullable String path,
      @Nullable String checkPort,
      List<String> tags) {
    if (name == null) {
      Stream.of(
              port == null ? "" : "--port",
              path == null ? "" : "--check-http",
              checkPort == null ? "" : "--check-tcp",
              tags.isEmpty() ? "" : "--tag")
          .filter(option -> !option.isEmpty())
          .forEach(option -> problems.add(option + ": means nothing without --register NAME"));
      return Optional.empty();
    }
    int before = problems.size();
    if (!REGISTERED.matcher(name).matches()) {
      problems.add(
          "--register: %s is no name for a service: use letters, digits, dots, dashes and underscores"
              .formatted(shown(name)));
    }
    if (port == null) {
      problems.add("--port is missing: --register needs to know where the command listens");
    }
    int number = port == null ? 0 : port("--port", port, "");
    if (path != null && checkPort != null) {
      problems.add("--check-tcp: stands beside --check-http: leave one of them out");
    }
    if (path != null && !PATH.matcher(path).matches()) {
      problems.add(
          "--check-http: %s is no path: begin with a slash, and write what is special as %%XX"
              .formatted(shown(path)));
    }
    if (tags.stream().anyMatch(tag -> tag.isBlank() || !tag.equals(SafeText.line(tag)))) {
      problems.add("--tag: is empty or more than a line: leave it out or correct it");
    }
    int tcp = checked(path, checkPort, number);
    if (problems.size() > before) {
      return Optional.empty();
    }
    String id = name + "-" + HostAddresses.kernelName() + "-" + number;
    return Optional.of(new RegisteredService(id, name, number, path, tcp, tags));
  }

  private int checked(@Nullable String path, @Nullable String checkPort, int port) {
    if (checkPort == null) {
      return path == null ? port : 0;
    }
    return checkPort.equals("none") ? 0 : port("--check-tcp", checkPort, ": or say none");
  }

  private int port(String option, String word, String remedy) {
    int port = word.matches("[0-9]{1,5}") ? Integer.parseInt(word) : 0;
    if (port < 1 || port > HIGHEST_PORT) {
      problems.add("%s: %s is not a port, 1 to 65535%s".formatted(option, shown(word), remedy));
    }
    return port;
  }

  private static String shown(String word) {
    return "'" + SafeText.escaped(word, LONGEST_SHOWN) + "'";
  }
}
