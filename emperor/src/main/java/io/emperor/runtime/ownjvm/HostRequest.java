package io.emperor.runtime.ownjvm;

import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Pressure;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM of a vassal's own is told first, over its standard input, which nobody else can read:
 * the lines of a properties file, and an empty one at the end.
 *
 * @param launch the app
 * @param port the port for its servlets, 0 for a free one
 * @param bind the address that the port is opened on, {@code null} for all addresses
 * @param emperor the emperor's name
 * @param fleet what the emperor is in its fleet: its name and its times
 * @param consul how Consul is reached, in words
 * @param serf the serf agent that carries the app's events, in words; empty for Consul
 * @param levels how much is logged, by the names of loggers
 */
record HostRequest(
    Launch launch,
    int port,
    @Nullable String bind,
    String emperor,
    FleetSettings fleet,
    Map<String, String> consul,
    Map<String, String> serf,
    Map<String, String> levels) {

  private static final String SETTINGS = "settings.";
  private static final String CONSUL = "consul.";
  private static final String SERF = "serf.";
  private static final String LEVELS = "level.";

  String text() {
    Properties words = new Properties();
    words.setProperty("vassal", launch.vassal());
    Instance instance = launch.instance();
    if (instance != null) {
      words.setProperty("instance-of", instance.vassal());
      words.setProperty("instance", Integer.toString(instance.number()));
    }
    words.setProperty("service-id", launch.serviceId());
    words.setProperty("generation", Integer.toString(launch.generation()));
    words.setProperty("source", launch.source().toString());
    words.setProperty("copy", launch.copy().toAbsolutePath().toString());
    words.setProperty("data", launch.dataDirectory().toAbsolutePath().toString());
    words.setProperty("port", Integer.toString(port));
    words.setProperty("emperor", emperor);
    words.setProperty("fleet", fleet.fleet());
    words.setProperty("lease-duration", fleet.times().duration().toString());
    words.setProperty("renew-deadline", fleet.times().renewDeadline().toString());
    words.setProperty("retry-period", fleet.times().retryPeriod().toString());
    Boolean ownLogging = launch.ownLogging();
    if (ownLogging != null) {
      words.setProperty("own-logging", ownLogging.toString());
    }
    words.setProperty("trusts-proxy", Boolean.toString(launch.trustsProxy()));
    Pressure pressure = launch.pressure();
    if (pressure != null) {
      words.setProperty("reinforce-queue", Integer.toString(pressure.queue()));
      words.setProperty("reinforce-for", pressure.lasting().toString());
    }
    if (bind != null) {
      words.setProperty("bind", bind);
    }
    launch.settings().forEach((key, value) -> words.setProperty(SETTINGS + key, value));
    consul.forEach((key, value) -> words.setProperty(CONSUL + key, value));
    serf.forEach((key, value) -> words.setProperty(SERF + key, value));
    levels.forEach((key, value) -> words.setProperty(LEVELS + key, value));
    StringWriter text = new StringWriter();
    try {
      words.store(text, null);
    } catch (IOException e) {
      throw new IllegalStateException("a string takes everything", e);
    }
    return text + System.lineSeparator();
  }

  static HostRequest read(BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      text.append(line).append('\n');
    }
    Properties words = new Properties();
    words.load(new StringReader(text.toString()));
    String ownLogging = words.getProperty("own-logging");
    Launch launch =
        new Launch(
            word(words, "vassal"),
            instance(words),
            word(words, "service-id"),
            Integer.parseInt(word(words, "generation")),
            Path.of(word(words, "source")),
            Path.of(word(words, "copy")),
            Path.of(word(words, "data")),
            below(SETTINGS, words),
            ownLogging == null ? null : Boolean.valueOf(ownLogging),
            Boolean.parseBoolean(word(words, "trusts-proxy")),
            pressure(words));
    return new HostRequest(
        launch,
        Integer.parseInt(word(words, "port")),
        words.getProperty("bind"),
        word(words, "emperor"),
        fleet(words),
        below(CONSUL, words),
        below(SERF, words),
        below(LEVELS, words));
  }

  private static @Nullable Instance instance(Properties words) {
    String vassal = words.getProperty("instance-of");
    return vassal == null ? null : new Instance(vassal, Integer.parseInt(word(words, "instance")));
  }

  private static @Nullable Pressure pressure(Properties words) {
    String queue = words.getProperty("reinforce-queue");
    return queue == null
        ? null
        : new Pressure(Integer.parseInt(queue), Duration.parse(word(words, "reinforce-for")));
  }

  private static FleetSettings fleet(Properties words) {
    LeaseTimes times =
        new LeaseTimes(
            Duration.parse(word(words, "lease-duration")),
            Duration.parse(word(words, "renew-deadline")),
            Duration.parse(word(words, "retry-period")));
    return new FleetSettings(word(words, "fleet"), Map.of(), "", null, times);
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("the emperor has ended before it said what to run");
    }
    return line;
  }

  private static String word(Properties words, String key) {
    return Objects.requireNonNull(words.getProperty(key), key);
  }

  private static Map<String, String> below(String prefix, Properties words) {
    Map<String, String> found = new HashMap<>();
    for (String key : words.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), word(words, key));
      }
    }
    return found;
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "HostRequest[%s on %d]", launch.vassal(), port);
  }
}
