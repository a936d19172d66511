package io.emperor.config;

import io.emperor.config.choice.ForwardedHeaders;
import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Rebalance;
import io.emperor.config.choice.Reload;
import io.emperor.config.choice.StopSignalTo;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Sourced;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the record out of the merged values and the defaults, noting each value it uses. */
final class ConfigAssembly {

  /** By key, made once: most values of most vassals are these. */
  private static final Map<String, EffectiveValue> DEFAULTS = new ConcurrentHashMap<>();

  private final Layer layer;
  private final String vassal;
  private final OptionalInt slot;
  private final String emperor;
  private final Path directory;
  private final List<EffectiveValue> values = new ArrayList<>();

  /**
   * Makes one.
   *
   * @param slot of an instance of the vassal
   */
  ConfigAssembly(Layer layer, String vassal, OptionalInt slot, String emperor, Path directory) {
    this.layer = layer;
    this.vassal = vassal;
    this.slot = slot;
    this.emperor = emperor;
    this.directory = directory;
  }

  /**
   * Makes it.
   *
   * @param canRest whether the app can be on demand at all
   */
  EffectiveConfig assembled(InputsConfig inputs, boolean canRest) {
    String name = derived(VassalKey.SERVICE_NAME, vassal);
    String id = serviceId(name + "-" + emperor);
    List<String> tags = given(VassalKey.SERVICE_TAGS);
    Integer port = optional(VassalKey.SERVICE_PORT);
    String address = optional(VassalKey.SERVICE_ADDRESS);
    Map<String, String> meta = map(VassalKey.SERVICE_META);
    Duration ttl = given(VassalKey.CHECK_TTL);
    Duration deregisterAfter = given(VassalKey.DEREGISTER_AFTER);
    Isolation isolation = noted(VassalKey.ISOLATION, VassalKind.isolation(layer));
    AppPlace app = optional(VassalKey.APP);
    Checksum checksum = optional(VassalKey.CHECKSUM);
    String credentials = optional(VassalKey.APP_CREDENTIALS_FILE);
    ProcessConfig process = process();
    Boolean ownLogging = optional(VassalKey.OWN_LOGGING);
    ForwardedHeaders forwardedHeaders = given(VassalKey.FORWARDED_HEADERS);
    Long unpackedLimit = given(VassalKey.UNPACKED_LIMIT);
    HookConfig hooks = hooks();
    Duration start = given(VassalKey.START_TIMEOUT);
    Duration stop = given(VassalKey.STOP_TIMEOUT);
    Duration drain = given(VassalKey.DRAIN);
    Reload reload = reload();
    OnDemandConfig rest =
        new OnDemandConfig(given(VassalKey.ON_DEMAND) && canRest, given(VassalKey.IDLE_TIMEOUT));
    List<String> dependsOn = given(VassalKey.DEPENDS_ON);
    PlacementConfig placement = placement(isolation);
    VassalKey.OF_INPUTS.forEach(
        key -> layer.find(key).ifPresent(given -> noted(key.name(), given, given.value().shown())));
    Map<String, String> settings = map(VassalKey.SETTINGS);
    return new EffectiveConfig(
        new VassalConfig(
            name,
            id,
            tags,
            port == null ? 0 : port,
            address,
            meta,
            ttl,
            deregisterAfter,
            isolation,
            app == null || app.uri() != null ? null : directory.resolve(app.text()),
            address(app, checksum, credentials),
            checksum,
            process,
            ownLogging,
            forwardedHeaders,
            unpackedLimit,
            hooks,
            start,
            stop,
            drain,
            reload,
            rest,
            dependsOn,
            placement,
            inputs,
            settings),
        values);
  }

  private HookConfig hooks() {
    return new HookConfig(
        given(VassalKey.BEFORE_START),
        given(VassalKey.AFTER_START),
        given(VassalKey.BEFORE_STOP),
        given(VassalKey.AFTER_STOP),
        Objects.requireNonNullElse(optional(VassalKey.ON_REGISTERED), ""),
        Objects.requireNonNullElse(optional(VassalKey.ON_DEREGISTERED), ""));
  }

  private String serviceId(String otherwise) {
    Sourced<String> id =
        layer.find(VassalKey.SERVICE_ID).orElseGet(() -> new Sourced<>(otherwise, Origin.DEFAULT));
    return noted(
        VassalKey.SERVICE_ID,
        slot.isEmpty() ? id : new Sourced<>(id.value() + "-" + slot.getAsInt(), id.origin()));
  }

  /** Of a singleton there can't be two, not even for a moment. */
  private Reload reload() {
    boolean singleton = layer.find(VassalKey.SINGLETON).map(Sourced::value).orElse(false);
    Reload usual = singleton ? Reload.STOP_FIRST : Reload.BESIDE;
    return noted(
        VassalKey.RELOAD,
        layer.find(VassalKey.RELOAD).orElseGet(() -> new Sourced<>(usual, Origin.DEFAULT)));
  }

  private PlacementConfig placement(Isolation isolation) {
    boolean singleton = layer.find(VassalKey.SINGLETON).map(Sourced::value).orElse(false);
    InstanceRange given = layer.find(VassalKey.INSTANCES).map(Sourced::value).orElse(null);
    if (given == null && !singleton) {
      return PlacementConfig.EVERYWHERE;
    }
    InstanceRange instances = given == null ? new InstanceRange(1, 1) : given;
    noted(VassalKey.INSTANCES.name(), new Sourced<>(instances, origin(VassalKey.INSTANCES)));
    noted(VassalKey.SINGLETON.name(), new Sourced<>(singleton, origin(VassalKey.SINGLETON)));
    Map<String, String> reinforceWhen = map(VassalKey.REINFORCE_WHEN);
    Map<String, String> selector = map(VassalKey.NODE_SELECTOR);
    String spread = given(VassalKey.SPREAD);
    Integer most = optional(VassalKey.MAX_PER_EMPEROR);
    Rebalance rebalance = given(VassalKey.REBALANCE);
    OnDisconnect usual =
        !singleton
            ? OnDisconnect.KEEP
            : isolation == Isolation.SHARED ? OnDisconnect.STOP : OnDisconnect.FREEZE;
    OnDisconnect onDisconnect =
        noted(
            VassalKey.ON_DISCONNECT,
            layer
                .find(VassalKey.ON_DISCONNECT)
                .orElseGet(() -> new Sourced<>(usual, Origin.DEFAULT)));
    Integer attempts = given(VassalKey.RESCHEDULE_ATTEMPTS);
    Duration delay = given(VassalKey.RESCHEDULE_DELAY);
    Integer unavailable = given(VassalKey.MAX_UNAVAILABLE);
    return new PlacementConfig(
        instances.least(),
        instances.most(),
        ReinforceKeys.read(reinforceWhen).filter(when -> instances.isRange()).orElse(null),
        singleton,
        selector,
        spread,
        most == null ? 0 : most,
        rebalance,
        onDisconnect,
        attempts,
        delay,
        unavailable);
  }

  private Origin origin(VassalKey<?> key) {
    return layer.origin(key).orElse(Origin.DEFAULT);
  }

  private @Nullable AppAddress address(
      @Nullable AppPlace app, @Nullable Checksum checksum, @Nullable String credentials) {
    URI uri = app == null ? null : app.uri();
    return uri == null || checksum == null
        ? null
        : new AppAddress(
            uri, checksum, credentials == null ? null : directory.resolve(credentials));
  }

  private ProcessConfig process() {
    List<String> command = given(VassalKey.COMMAND);
    List<String> jvmOptions = given(VassalKey.JVM_OPTIONS);
    Boolean classArchive = given(VassalKey.CLASS_ARCHIVE);
    Map<String, String> environment = map(VassalKey.ENV);
    String workingDirectory = optional(VassalKey.WORKING_DIRECTORY);
    UserConfig user = user();
    String checkHttp = optional(VassalKey.CHECK_HTTP);
    String checkTcp = optional(VassalKey.CHECK_TCP);
    String stopSignal = given(VassalKey.STOP_SIGNAL);
    StopSignalTo stopSignalTo = given(VassalKey.STOP_SIGNAL_TO);
    return new ProcessConfig(
        command,
        jvmOptions,
        classArchive,
        environment,
        workingDirectory == null ? null : directory.resolve(workingDirectory),
        checkHttp,
        checkTcp,
        stopSignal,
        stopSignalTo,
        user);
  }

  private UserConfig user() {
    String user = optional(VassalKey.UID);
    String group = optional(VassalKey.GID);
    String file = optional(VassalKey.CONSUL_TOKEN_FILE);
    return new UserConfig(user, group, file == null ? null : directory.resolve(file));
  }

  private String derived(VassalKey<String> key, String otherwise) {
    return noted(key, layer.find(key).orElseGet(() -> new Sourced<>(otherwise, Origin.DEFAULT)));
  }

  private <T> T given(VassalKey<T> key) {
    Optional<Sourced<T>> given = layer.find(key);
    if (given.isPresent()) {
      return noted(key, given.get());
    }
    T otherwise = Objects.requireNonNull(key.defaultValue(), key.name());
    values.add(
        DEFAULTS.computeIfAbsent(
            key.name(),
            name -> new EffectiveValue(name, text(otherwise), Origin.DEFAULT.toString())));
    return otherwise;
  }

  private <T> @Nullable T optional(VassalKey<T> key) {
    return layer.find(key).map(sourced -> noted(key, sourced)).orElse(null);
  }

  private Map<String, String> map(VassalKey<Map<String, Sourced<String>>> key) {
    Map<String, String> plain = new LinkedHashMap<>();
    layer
        .find(key)
        .ifPresent(
            sourced ->
                sourced
                    .value()
                    .forEach(
                        (name, value) -> plain.put(name, noted(key.name() + "." + name, value))));
    return plain;
  }

  private <T> T noted(VassalKey<T> key, Sourced<T> sourced) {
    return noted(key.name(), sourced);
  }

  private <T> T noted(String name, Sourced<T> sourced) {
    noted(name, sourced, text(sourced.value()));
    return sourced.value();
  }

  private void noted(String name, Sourced<?> sourced, String shown) {
    values.add(new EffectiveValue(name, shown, sourced.origin().toString()));
  }

  private static String text(Object value) {
    if (value instanceof Duration duration) {
      return DurationFormat.format(duration);
    }
    if (value instanceof Long bytes) {
      return SizeFormat.format(bytes);
    }
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(Object::toString).toList())
        : value.toString();
  }
}
