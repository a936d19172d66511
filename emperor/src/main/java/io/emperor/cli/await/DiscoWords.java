package io.emperor.cli.await;

import io.emperor.await.DiscoSettings;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.file.KeyWords;
import io.emperor.config.file.Problems;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Setting;
import io.emperor.config.file.SettingsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What DISCO is told: by the variable {@code DISCO_CFG}, and more weakly by a file. A namespace
 * that the variable speaks of is the variable's whole. For one thread.
 */
public final class DiscoWords {

  private static final String VARIABLE = "DISCO_CFG";
  private static final String IGNORED = "beacon.";
  private static final List<String> KEYS =
      List.of(
          "disco.path",
          "disco.interval",
          "disco.fail_limit",
          "flat.file",
          "consul.host",
          "consul.prefix",
          "etcd.host",
          "etcd.port",
          "etcd.prefix");

  private static final int ETCD_PORT = 4001;
  private static final int FAIL_LIMIT = 5;
  private static final int LONGEST_SHOWN = 100;

  private final List<String> problems;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();

  /**
   * Takes words.
   *
   * @param problems gets what is wrong
   */
  public DiscoWords(List<String> problems) {
    this.problems = problems;
  }

  /**
   * Reads what there is.
   *
   * @param file that {@code -c} names, {@code null} for none
   * @param environment where {@code DISCO_CFG} may be
   */
  public DiscoSettings settings(@Nullable Path file, Map<String, String> environment) {
    if (file != null) {
      read(file).forEach((key, value) -> put(key, value, SafeText.name(file)));
    }
    Map<String, String> said = DiscoText.parse(environment.getOrDefault(VARIABLE, ""));
    Set<String> spokenOf =
        said.keySet().stream().map(DiscoWords::namespace).collect(Collectors.toSet());
    values.keySet().removeIf(key -> spokenOf.contains(namespace(key)));
    said.forEach((key, value) -> put(key, value, VARIABLE));
    checkKeys();
    return new DiscoSettings(
        path(),
        value("disco.interval", DiscoWords::seconds, "is no number of seconds: write 5 or 0.5")
            .orElse(Duration.ofSeconds(1)),
        value("disco.fail_limit", DiscoWords::count, "is no number: write 5, or 0 for no limit")
            .orElse(FAIL_LIMIT),
        value("flat.file", Path::of, "is no path"),
        has("consul.")
            ? Optional.of(
                new DiscoSettings.Consul(consulHost(), values.getOrDefault("consul.prefix", "")))
            : Optional.empty(),
        etcd());
  }

  private void put(String key, String value, String origin) {
    values.put(key, value);
    origins.put(key, origin);
  }

  private static String namespace(String key) {
    return key.split("\\.", 2)[0];
  }

  private Map<String, String> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SettingsFile.LONGEST + 1);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return DiscoText.isMeant(text) ? DiscoText.parse(text.strip()) : yaml(bytes, file);
    } catch (IOException e) {
      problems.add(
          "-c: %s can't be read (%s): check the path"
              .formatted(SafeText.name(file), e.getClass().getSimpleName()));
    } catch (InvalidConfigException e) {
      problems.addAll(e.lines());
    }
    return Map.of();
  }

  private static Map<String, String> yaml(byte[] bytes, Path file) throws IOException {
    Problems wrong = new Problems();
    Map<String, String> settings = new LinkedHashMap<>();
    // Whatever it is called, it is YAML.
    String source = file + (file.toString().matches("(?i).*\\.(properties|ini)") ? " " : "");
    for (Setting setting :
        SettingsFile.parse(new ByteArrayInputStream(bytes), source, KeyWords.PLAIN, wrong)) {
      flatten(setting, settings);
    }
    wrong.throwIfAny();
    return settings;
  }

  private static void flatten(Setting setting, Map<String, String> settings) {
    if (setting.value() instanceof RawValue.Entries map) {
      map.entries().forEach((key, value) -> settings.put(setting.key() + "." + key, value.value()));
    } else if (setting.value() instanceof RawValue.Text text) {
      settings.put(setting.key(), text.text());
    } else {
      settings.put(setting.key(), String.join(":", ((RawValue.Items) setting.value()).items()));
    }
  }

  private void checkKeys() {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key) && !key.startsWith(IGNORED)) {
        problems.add(
            "%s: %s: unknown %s: %s"
                .formatted(
                    origins.get(key),
                    SafeText.escaped(key, LONGEST_SHOWN),
                    DiscoText.NAMESPACES.contains(namespace(key)) ? "key" : "source or key",
                    NearestName.remedy(key, KEYS)));
      }
    }
  }

  private boolean has(String namespace) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(namespace));
  }

  private List<Path> path() {
    String said = values.getOrDefault("disco.path", "");
    List<Path> path = new ArrayList<>();
    for (String directory : said.split(":", -1)) {
      try {
        if (!directory.isBlank()) {
          path.add(Path.of(directory.strip()).toAbsolutePath().normalize());
        }
      } catch (InvalidPathException e) {
        wrong("disco.path", "is no list of directories");
      }
    }
    return path.isEmpty() ? List.of(Path.of("").toAbsolutePath()) : path;
  }

  private Optional<String> consulHost() {
    return Optional.ofNullable(values.get("consul.host"))
        .map(host -> host.replaceFirst("/+$", ""))
        .filter(host -> !host.isEmpty());
  }

  private Optional<DiscoSettings.Etcd> etcd() {
    if (!has("etcd.")) {
      return Optional.empty();
    }
    String host = values.getOrDefault("etcd.host", "localhost");
    int port = value("etcd.port", DiscoWords::port, "is not a port, 1 to 65535").orElse(ETCD_PORT);
    return Optional.of(new DiscoSettings.Etcd(host, port, values.getOrDefault("etcd.prefix", "")));
  }

  private <T> Optional<T> value(String key, Function<String, T> meaning, String otherwise) {
    String word = values.get(key);
    if (word == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(meaning.apply(word));
    } catch (IllegalArgumentException e) {
      wrong(key, otherwise);
      return Optional.empty();
    }
  }

  private void wrong(String key, String why) {
    problems.add("%s: %s: %s".formatted(origins.get(key), key, why));
  }

  private static Duration seconds(String word) {
    if (!word.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || Double.parseDouble(word) == 0) {
      throw new IllegalArgumentException(word);
    }
    return Duration.ofMillis(Math.round(1000 * Double.parseDouble(word)));
  }

  private static int count(String word) {
    return Stream.of(word)
        .filter(digits -> digits.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static int port(String word) {
    int port = count(word);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(word);
    }
    return port;
  }
}
