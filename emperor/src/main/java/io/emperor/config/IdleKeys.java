package io.emperor.config;

import io.emperor.config.choice.Isolation;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys that have no effect where they stand: whoever wrote them expects one. What says what
 * holds anyway, {@code isolation: process} for a program say, is none of them.
 */
final class IdleKeys {

  private static final String OWN_JVM = "add isolation: process, or remove it";
  private static final String REMOVE = "remove it";
  private static final String OF_EXECUTABLE_JARS =
      "it is for a jar with a Main-Class and no provider: remove it";
  private static final String OWN_WORD =
      "have the program write reinforce to its EMPEROR_CONTROL, or remove it";
  private static final String OWN_TLS =
      "give the files in CREDENTIALS_DIRECTORY to its own server, or remove it";

  private static final List<VassalKey<?>> HOOKS =
      List.of(
          VassalKey.BEFORE_START,
          VassalKey.AFTER_START,
          VassalKey.BEFORE_STOP,
          VassalKey.AFTER_STOP);

  private final Layer layer;
  private final Optional<VassalKind> kind;
  private final boolean unpacked;

  /**
   * Of these values.
   *
   * @param app the vassal's jar or war, if there is one
   */
  IdleKeys(Layer layer, @Nullable SeenApp app) {
    this.layer = layer;
    this.kind = VassalKind.of(layer, app);
    this.unpacked = app != null && app.war();
  }

  /**
   * Reports those that somebody wrote for this vassal. {@code --vassal-set} is for every vassal,
   * whatever it is; and of what stands inside the app, a problem is only what would be one without
   * the file beside it.
   *
   * @param own the file beside the app
   * @param inner the file inside the app
   * @param vassalSet what holds for every vassal
   */
  static void report(
      Layer own, Layer inner, Layer vassalSet, @Nullable SeenApp app, Problems problems) {
    Layer below = inner.over(vassalSet);
    IdleKeys alone = new IdleKeys(below, app);
    IdleKeys together = new IdleKeys(own.over(below), app);
    for (VassalKey<?> key : VassalKeys.ALL) {
      own.origin(key)
          .or(() -> inner.origin(key).filter(inside -> alone.isIdle(key)))
          .filter(where -> together.isIdle(key))
          .ifPresent(where -> together.report(key, where, problems));
    }
  }

  private void report(VassalKey<?> key, Origin where, Problems problems) {
    kind.ifPresent(
        of ->
            problems.add(
                where,
                key.name(),
                "has no effect on " + (isOfHostedJar(of, key) ? "a jar" : of),
                remedy(of, key)));
  }

  private boolean isIdle(VassalKey<?> key) {
    return kind.filter(of -> isIdle(of, key)).isPresent();
  }

  /** A war and a jar are of one kind, but that one of them is unpacked. */
  private static boolean isOfHostedJar(VassalKind of, VassalKey<?> key) {
    return key.equals(VassalKey.UNPACKED_LIMIT)
        && (of == VassalKind.SHARED_JVM || of == VassalKind.OWN_JVM);
  }

  private boolean isIdle(VassalKind of, VassalKey<?> key) {
    if (key.equals(VassalKey.UNPACKED_LIMIT)) {
      return !unpacked;
    }
    if (key.equals(VassalKey.CLASS_ARCHIVE)) {
      return of != VassalKind.EXECUTABLE_JAR;
    }
    return switch (of) {
      case SHARED_JVM ->
          isOneOf(key, VassalKey.JVM_OPTIONS, VassalKey.CHECK_HTTP, VassalKey.CHECK_TCP)
              || isOfPrograms(key)
              || (!isHooked() && isOneOf(key, VassalKey.ENV, VassalKey.WORKING_DIRECTORY));
      case OWN_JVM -> isOfPrograms(key) || key.equals(VassalKey.TLS);
      case EXECUTABLE_JAR ->
          isShared(key)
              || isOfHosted(key)
              || isOneOf(key, VassalKey.SETTINGS, VassalKey.TLS, VassalKey.REINFORCE_WHEN);
      case COMMAND ->
          isShared(key)
              || isOfHosted(key)
              || isOneOf(
                  key,
                  VassalKey.SETTINGS,
                  VassalKey.JVM_OPTIONS,
                  VassalKey.CHECKSUM,
                  VassalKey.TLS,
                  VassalKey.REINFORCE_WHEN);
      case ELSEWHERE ->
          HOOKS.contains(key)
              || isOfPrograms(key)
              || isOfHosted(key)
              || isOneOf(
                  key,
                  VassalKey.ISOLATION,
                  VassalKey.CHECKSUM,
                  VassalKey.JVM_OPTIONS,
                  VassalKey.ENV,
                  VassalKey.WORKING_DIRECTORY,
                  VassalKey.CONSUL_TOKEN_FILE,
                  VassalKey.STOP_TIMEOUT,
                  VassalKey.DRAIN,
                  VassalKey.RELOAD,
                  VassalKey.ON_DEMAND,
                  VassalKey.IDLE_TIMEOUT,
                  VassalKey.INSTANCES,
                  VassalKey.REINFORCE_WHEN,
                  VassalKey.SINGLETON,
                  VassalKey.TLS,
                  VassalKey.SETTINGS);
    };
  }

  private static boolean isOfPrograms(VassalKey<?> key) {
    return isOneOf(key, VassalKey.STOP_SIGNAL, VassalKey.STOP_SIGNAL_TO);
  }

  /** What is for apps that the emperor's own code hosts, in whichever JVM. */
  private static boolean isOfHosted(VassalKey<?> key) {
    return isOneOf(key, VassalKey.OWN_LOGGING, VassalKey.FORWARDED_HEADERS);
  }

  private static String remedy(VassalKind of, VassalKey<?> key) {
    if (key.equals(VassalKey.TLS)) {
      return OWN_TLS;
    }
    if (key.equals(VassalKey.CLASS_ARCHIVE)) {
      return OF_EXECUTABLE_JARS;
    }
    if (isOfPrograms(key) || isOfHosted(key) || key.equals(VassalKey.UNPACKED_LIMIT)) {
      return REMOVE;
    }
    return switch (of) {
      case SHARED_JVM, OWN_JVM -> OWN_JVM;
      case EXECUTABLE_JAR, COMMAND ->
          key.equals(VassalKey.REINFORCE_WHEN)
              ? OWN_WORD
              : key.equals(VassalKey.SETTINGS)
                  ? "use env, or remove it"
                  : key.equals(VassalKey.JVM_OPTIONS) ? "write them into the command" : REMOVE;
      case ELSEWHERE -> REMOVE;
    };
  }

  private boolean isHooked() {
    return HOOKS.stream().anyMatch(hook -> layer.find(hook).isPresent());
  }

  private boolean isShared(VassalKey<?> key) {
    return key.equals(VassalKey.ISOLATION)
        && layer.find(VassalKey.ISOLATION).filter(s -> s.value() == Isolation.SHARED).isPresent();
  }

  private static boolean isOneOf(VassalKey<?> key, VassalKey<?>... keys) {
    return Stream.of(keys).anyMatch(key::equals);
  }
}
