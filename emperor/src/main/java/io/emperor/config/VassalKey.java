package io.emperor.config;

import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Rebalance;
import io.emperor.config.choice.Reload;
import io.emperor.config.choice.StopSignalTo;
import io.emperor.config.file.RawValue;
import io.emperor.config.file.Sourced;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of a vassal's configuration. This is the only place where keys are declared.
 *
 * @param name how it is written
 * @param parser its type and rules
 * @param defaultValue what it is when nobody says; {@code null} when that is derived, or nothing
 * @param defaultText the default for people
 * @param description one line for people
 * @param <T> its type
 */
record VassalKey<T>(
    String name,
    ValueParser<T> parser,
    @Nullable T defaultValue,
    String defaultText,
    String description) {

  static final VassalKey<String> SERVICE_NAME =
      derived(
          "consul-service-name",
          ValueParser.text(Rules::serviceName),
          "the vassal's name",
          "name of the service in Consul");
  static final VassalKey<String> SERVICE_ID =
      derived(
          "consul-service-id",
          ValueParser.text(Rules::serviceName),
          "<service-name>-<emperor-name>",
          "ID of the service, unique within the agent; an instance adds -<slot>");
  static final VassalKey<List<String>> SERVICE_TAGS =
      new VassalKey<>(
          "consul-service-tags",
          ValueParser.texts(Rules::tag),
          List.of(),
          "none",
          "tags of the service");
  static final VassalKey<Integer> SERVICE_PORT =
      derived(
          "consul-service-port",
          ValueParser.text(Rules::port),
          "a free port",
          "port the app is served on and registered with");
  static final VassalKey<String> SERVICE_ADDRESS =
      derived(
          "consul-service-address",
          ValueParser.text(Rules::word),
          "what --advertise-address says",
          "address the service is registered with");
  static final VassalKey<Map<String, Sourced<String>>> SERVICE_META =
      new VassalKey<>(
          "consul-service-meta",
          ValueParser.map(Rules::meta, Rules.MOST_META),
          Map.of(),
          "none",
          "metadata of the service; emperor, vassal and generation are added");
  static final VassalKey<Duration> CHECK_TTL =
      duration(
          "consul-check-ttl",
          "15s",
          "1s",
          "TTL of the service's check; a heartbeat goes out every third of it");
  static final VassalKey<Duration> DEREGISTER_AFTER =
      duration(
          "consul-deregister-after",
          "10m",
          "1m",
          "Consul removes the service when it was critical this long");
  static final VassalKey<Isolation> ISOLATION =
      new VassalKey<>(
          "isolation",
          ValueParser.text(Rules::isolation),
          Isolation.SHARED,
          "shared",
          "shared (the emperor's JVM) or process (a JVM of its own)");
  static final VassalKey<AppPlace> APP =
      derived(
          "app",
          ValueParser.text(AppPlace::parse),
          "the jar or war beside the file",
          "path of the app, relative to the file's directory, or its https address");
  static final VassalKey<Checksum> CHECKSUM =
      derived(
          "checksum",
          ValueParser.text(Checksum::parse),
          "none",
          "sha256: and the digits that the app has to come to; required for an address");
  static final VassalKey<String> APP_CREDENTIALS_FILE =
      derived(
          "app-credentials-file",
          ValueParser.text(Rules::path),
          "none",
          "file with the USER:PASSWORD or the token that the app's address wants");
  static final VassalKey<List<String>> COMMAND =
      new VassalKey<>(
          "command", ValueParser.words(), List.of(), "none", "program and arguments to run");
  static final VassalKey<List<String>> JVM_OPTIONS =
      new VassalKey<>(
          "jvm-options",
          ValueParser.words(),
          List.of(),
          "none",
          "options for the JVM of an app that has one of its own");
  static final VassalKey<Boolean> CLASS_ARCHIVE =
      flag("class-archive", "true: an executable jar's classes are kept ready for its next starts");
  static final VassalKey<Map<String, Sourced<String>>> ENV =
      new VassalKey<>(
          "env",
          ValueParser.map(Rules::variable, Integer.MAX_VALUE),
          Map.of(),
          "none",
          "variables for the environment of an app in a process of its own");
  static final VassalKey<String> WORKING_DIRECTORY =
      derived(
          "working-directory",
          ValueParser.text(Rules::path),
          "the vassals directory",
          "where such an app runs, relative to the file's directory");
  static final VassalKey<String> UID =
      derived(
          "uid",
          ValueParser.text(Rules::account),
          "the owner of the file",
          "user that it runs as with --tyrant: for files of root's alone");
  static final VassalKey<String> GID =
      derived(
          "gid",
          ValueParser.text(Rules::account),
          "the group of the file, or of uid",
          "group that it runs as with --tyrant: for files of root's alone");
  static final VassalKey<String> CONSUL_TOKEN_FILE =
      derived(
          "consul-token-file",
          ValueParser.text(Rules::path),
          "none",
          "file with the ACL token of its own that a vassal gets with --tyrant");
  static final VassalKey<Boolean> OWN_LOGGING =
      derived(
          "own-logging",
          ValueParser.text(Rules::flag),
          "found by itself",
          "true or false: whether an app logs with the SLF4J and the backend that it carries");
  static final VassalKey<ForwardedHeaders> FORWARDED_HEADERS =
      new VassalKey<>(
          "forwarded-headers",
          ValueParser.text(Rules::forwardedHeaders),
          ForwardedHeaders.IGNORE,
          "ignore",
          "ignore or trust: whether requests are from where X-Forwarded-* and Forwarded say");
  static final VassalKey<Long> UNPACKED_LIMIT =
      new VassalKey<>(
          "unpacked-limit",
          ValueParser.text(Rules::unpackedLimit),
          SizeFormat.parse("1GiB"),
          "1GiB",
          "how much may come out of a war that is unpacked");
  static final VassalKey<String> CHECK_HTTP =
      derived(
          "check-http",
          ValueParser.text(Rules::checkHttp),
          "none",
          "path or URL that answers 2xx while a program works");
  static final VassalKey<String> CHECK_TCP =
      derived(
          "check-tcp",
          ValueParser.text(Rules::checkTcp),
          "the service's port",
          "PORT or HOST:PORT that takes connections while a program works; none for a worker");
  static final VassalKey<String> STOP_SIGNAL =
      new VassalKey<>(
          "stop-signal",
          ValueParser.text(Rules::signal),
          Rules.USUAL_SIGNAL,
          Rules.USUAL_SIGNAL,
          "signal that asks a program to end");
  static final VassalKey<StopSignalTo> STOP_SIGNAL_TO =
      new VassalKey<>(
          "stop-signal-to",
          ValueParser.text(Rules::signalTo),
          StopSignalTo.ALL,
          "all",
          "who of a program gets it: all its processes, or main, the program itself");
  static final VassalKey<List<String>> BEFORE_START =
      hook("before-start", "command that has to succeed before the app is started");
  static final VassalKey<List<String>> AFTER_START =
      hook("after-start", "command to run when the app has started");
  static final VassalKey<List<String>> BEFORE_STOP =
      hook("before-stop", "command to run before an app that has started is stopped");
  static final VassalKey<List<String>> AFTER_STOP =
      hook("after-stop", "command to run when the app has ended");
  static final VassalKey<String> ON_REGISTERED =
      event("on-registered", "command for a shell to run when the service has been registered");
  static final VassalKey<String> ON_DEREGISTERED =
      event("on-deregistered", "command for a shell to run when it has been deregistered");
  static final VassalKey<Duration> START_TIMEOUT =
      duration("start-timeout", "60s", "1ms", "how long the app may take to start");
  static final VassalKey<Duration> STOP_TIMEOUT =
      duration("stop-timeout", "30s", "1ms", "how long the app may take to stop");
  static final VassalKey<Duration> DRAIN =
      duration("drain", "5s", "0", "how long requests in flight may take to finish");
  static final VassalKey<Reload> RELOAD =
      new VassalKey<>(
          "reload",
          ValueParser.text(Rules::reload),
          Reload.BESIDE,
          "beside",
          "beside (the new generation starts beside the old one) or stop-first");
  static final VassalKey<Boolean> ON_DEMAND =
      flag("on-demand", "true: the app rests, with its port open, until somebody connects");
  static final VassalKey<Duration> IDLE_TIMEOUT =
      duration(
          "idle-timeout",
          "5m",
          "1ms",
          "how long nobody has asked it when it is put to rest again, or a reinforcement goes");
  static final VassalKey<List<String>> DEPENDS_ON =
      new VassalKey<>(
          "depends-on",
          ValueParser.texts(Rules::serviceName),
          List.of(),
          "none",
          "services that must be passing before the vassal starts");
  static final VassalKey<InstanceRange> INSTANCES =
      derived(
          "instances",
          ValueParser.text(InstanceRange::parse),
          "one on every emperor that has its files",
          "how many run in the whole fleet; LOWER-UPPER: up to so many when it asks for more");
  static final VassalKey<Map<String, Sourced<String>>> REINFORCE_WHEN =
      new VassalKey<>(
          "reinforce-when",
          ValueParser.map(ReinforceKeys::entry, Integer.MAX_VALUE),
          Map.of(),
          "none",
          "asks for one more: queue, so many requests waiting or under way, and for how long");
  static final VassalKey<Boolean> SINGLETON =
      flag("singleton", "true: one in the whole fleet, and at most one at any moment");
  static final VassalKey<Map<String, Sourced<String>>> NODE_SELECTOR =
      new VassalKey<>(
          "node-selector",
          ValueParser.map(Rules::label, Integer.MAX_VALUE),
          Map.of(),
          "none",
          "labels that an emperor must have to run an instance");
  static final VassalKey<String> SPREAD =
      new VassalKey<>(
          "spread",
          ValueParser.text(Rules::labelKey),
          "emperor",
          "emperor",
          "the label over whose values instances are spread");
  static final VassalKey<Integer> MAX_PER_EMPEROR =
      derived(
          "max-per-emperor",
          ValueParser.text(Rules::instances),
          "none",
          "how many instances one emperor may run");
  static final VassalKey<Rebalance> REBALANCE =
      new VassalKey<>(
          "rebalance",
          ValueParser.text(Rules::rebalance),
          Rebalance.NEVER,
          "never",
          "never or on-join: whether instances move to an emperor that has come");
  static final VassalKey<OnDisconnect> ON_DISCONNECT =
      derived(
          "on-disconnect",
          ValueParser.text(Rules::onDisconnect),
          "keep; freeze for a singleton",
          "what an instance does when its emperor's lease lapses: keep, freeze or stop");
  static final VassalKey<Integer> RESCHEDULE_ATTEMPTS =
      new VassalKey<>(
          "reschedule-attempts",
          ValueParser.text(Rules::instances),
          3,
          "3",
          "failed starts of an instance before another emperor tries");
  static final VassalKey<Duration> RESCHEDULE_DELAY =
      duration(
          "reschedule-delay",
          "30s",
          "1s",
          "how long an emperor on which it has failed leaves it to others; between reinforcements");
  static final VassalKey<Integer> MAX_UNAVAILABLE =
      new VassalKey<>(
          "max-unavailable",
          ValueParser.text(Rules::instances),
          1,
          "1",
          "how many instances may not be passing in a rolling update");
  static final VassalKey<Map<String, Sourced<String>>> SETTINGS =
      new VassalKey<>(
          "settings",
          ValueParser.map(Map.Entry::getValue, Integer.MAX_VALUE),
          Map.of(),
          "none",
          "map handed to the app");

  static final VassalKey<RawValue.Nested> SOURCES =
      nested(
          "sources", "where settings come from: files, Consul, etcd, services; the weakest first");
  static final VassalKey<RawValue.Nested> SCHEMAS =
      nested(
          "schemas", "directories with the JSON Schemas that the sources' values have to satisfy");
  static final VassalKey<RawValue.Nested> RULES =
      nested("rules", "handlers to run when values are there and valid; a list, or directories");
  static final VassalKey<RawValue.Nested> TEMPLATES =
      nested("templates", "files that are made of Pebble templates and kept up to date");
  static final VassalKey<RawValue.Nested> FILES =
      nested("files", "files that follow the cluster: who serves what, and its configuration");
  static final VassalKey<RawValue.Nested> CREDENTIALS =
      nested(
          "credentials", "certificates with their keys, and other secrets, that the vassal gets");
  static final VassalKey<RawValue.Nested> TLS =
      nested("tls", "the credential by which an app in the emperor's JVM serves HTTPS");
  static final VassalKey<RawValue.Nested> DATABASE =
      nested("database", "the app's database: waited for, made and migrated before the start");
  static final VassalKey<RawValue.Nested> MINIMUM =
      nested("minimum", "services, and how many of their instances are needed");
  static final VassalKey<RawValue.Nested> QUIET_PERIOD =
      nested("quiet-period", "changes of the sources count once no other has come for so long");
  static final VassalKey<RawValue.Nested> ON_CHANGE =
      nested(
          "on-change",
          "what a change of the sources does: reload, signal:NAME, exec:COMMAND or none");
  static final VassalKey<Integer> ROLLOUT =
      derived(
          "rollout",
          ValueParser.text(Rules::instances),
          "all",
          "how many emperors of the fleet take a change of the sources at once");

  /** What is read by whoever provides a vassal with its inputs. */
  static final List<VassalKey<RawValue.Nested>> OF_INPUTS =
      List.of(
          SOURCES,
          SCHEMAS,
          RULES,
          TEMPLATES,
          FILES,
          CREDENTIALS,
          TLS,
          DATABASE,
          MINIMUM,
          QUIET_PERIOD,
          ON_CHANGE);

  boolean isMap() {
    return defaultValue instanceof Map;
  }

  private static <T> VassalKey<T> derived(
      String name, ValueParser<T> parser, String defaultText, String description) {
    return new VassalKey<>(name, parser, null, defaultText, description);
  }

  private static VassalKey<RawValue.Nested> nested(String name, String description) {
    return derived(name, ValueParser.nested(), "none", description);
  }

  private static VassalKey<Boolean> flag(String name, String description) {
    return new VassalKey<>(name, ValueParser.text(Rules::flag), false, "false", description);
  }

  private static VassalKey<List<String>> hook(String name, String description) {
    return new VassalKey<>(name, ValueParser.words(), List.of(), "none", description);
  }

  private static VassalKey<String> event(String name, String description) {
    return derived(name, ValueParser.text(Rules::shellCommand), "none", description);
  }

  private static VassalKey<Duration> duration(
      String name, String defaultText, String least, String description) {
    return new VassalKey<>(
        name,
        ValueParser.duration(DurationFormat.parse(least)),
        DurationFormat.parse(defaultText),
        defaultText,
        description);
  }
}
