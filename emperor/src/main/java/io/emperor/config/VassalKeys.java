package io.emperor.config;

import io.emperor.base.NearestName;
import io.emperor.config.file.KeyWords;
import java.util.List;
import java.util.Optional;

/** All keys of a vassal's configuration, and which one somebody means. */
final class VassalKeys {

  static final List<VassalKey<?>> ALL =
      List.of(
          VassalKey.SERVICE_NAME,
          VassalKey.SERVICE_ID,
          VassalKey.SERVICE_TAGS,
          VassalKey.SERVICE_PORT,
          VassalKey.SERVICE_ADDRESS,
          VassalKey.SERVICE_META,
          VassalKey.CHECK_TTL,
          VassalKey.DEREGISTER_AFTER,
          VassalKey.ISOLATION,
          VassalKey.APP,
          VassalKey.CHECKSUM,
          VassalKey.APP_CREDENTIALS_FILE,
          VassalKey.COMMAND,
          VassalKey.JVM_OPTIONS,
          VassalKey.CLASS_ARCHIVE,
          VassalKey.ENV,
          VassalKey.WORKING_DIRECTORY,
          VassalKey.UID,
          VassalKey.GID,
          VassalKey.CONSUL_TOKEN_FILE,
          VassalKey.OWN_LOGGING,
          VassalKey.FORWARDED_HEADERS,
          VassalKey.UNPACKED_LIMIT,
          VassalKey.CHECK_HTTP,
          VassalKey.CHECK_TCP,
          VassalKey.STOP_SIGNAL,
          VassalKey.STOP_SIGNAL_TO,
          VassalKey.BEFORE_START,
          VassalKey.AFTER_START,
          VassalKey.BEFORE_STOP,
          VassalKey.AFTER_STOP,
          VassalKey.ON_REGISTERED,
          VassalKey.ON_DEREGISTERED,
          VassalKey.START_TIMEOUT,
          VassalKey.STOP_TIMEOUT,
          VassalKey.DRAIN,
          VassalKey.RELOAD,
          VassalKey.ON_DEMAND,
          VassalKey.IDLE_TIMEOUT,
          VassalKey.DEPENDS_ON,
          VassalKey.INSTANCES,
          VassalKey.REINFORCE_WHEN,
          VassalKey.SINGLETON,
          VassalKey.NODE_SELECTOR,
          VassalKey.SPREAD,
          VassalKey.MAX_PER_EMPEROR,
          VassalKey.REBALANCE,
          VassalKey.ON_DISCONNECT,
          VassalKey.RESCHEDULE_ATTEMPTS,
          VassalKey.RESCHEDULE_DELAY,
          VassalKey.MAX_UNAVAILABLE,
          VassalKey.SOURCES,
          VassalKey.SCHEMAS,
          VassalKey.RULES,
          VassalKey.TEMPLATES,
          VassalKey.FILES,
          VassalKey.CREDENTIALS,
          VassalKey.TLS,
          VassalKey.DATABASE,
          VassalKey.MINIMUM,
          VassalKey.QUIET_PERIOD,
          VassalKey.ON_CHANGE,
          VassalKey.ROLLOUT,
          VassalKey.SETTINGS);

  /** What is known of them before their values are read. */
  static final KeyWords WORDS = new KeyWords(VassalKeys::shown, VassalKeys::isOfInputs);

  private VassalKeys() {}

  static Optional<VassalKey<?>> named(String name) {
    return ALL.stream()
        .<VassalKey<?>>map(key -> key)
        .filter(key -> key.name().equals(name))
        .findFirst();
  }

  static List<String> names() {
    return ALL.stream().<String>map(VassalKey::name).toList();
  }

  /** The map that a key is an entry of, as {@code settings.greeting} is. */
  static Optional<VassalKey<?>> mapAround(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? Optional.empty() : named(key.substring(0, dot)).filter(VassalKey::isMap);
  }

  static boolean isKnown(String key) {
    return named(key).isPresent() || mapAround(key).isPresent();
  }

  /**
   * What of a key may stand in a message while nobody can say whether its file is a configuration:
   * nothing of one that resembles no key here.
   */
  static String shown(String key) {
    return isKnown(key) || NearestName.find(key, names()).isPresent() ? key : "";
  }

  private static boolean isOfInputs(String key) {
    return VassalKey.OF_INPUTS.stream().anyMatch(of -> of.name().equals(key));
  }
}
