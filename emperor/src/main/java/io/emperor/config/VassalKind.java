package io.emperor.config;

import io.emperor.config.choice.Isolation;
import io.emperor.config.file.Origin;
import io.emperor.config.file.Sourced;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a vassal's files make of it, and so what means something in its configuration. */
enum VassalKind {
  SHARED_JVM("an app in the emperor's own JVM"),
  OWN_JVM("an app in a JVM of its own"),
  EXECUTABLE_JAR("an executable jar, which always runs in a process of its own"),
  COMMAND("a command, which always runs in a process of its own"),
  ELSEWHERE("an app that others run");

  private final String words;

  VassalKind(String words) {
    this.words = words;
  }

  /**
   * The kind.
   *
   * @param layer all values
   * @param app the app's jar or war, if there is one
   * @return empty when it can't be told yet: a configuration whose app is to come, a jar of no use
   */
  static Optional<VassalKind> of(Layer layer, @Nullable SeenApp app) {
    if (app == null) {
      return withoutApp(layer);
    }
    return switch (app.role()) {
      case PROVIDER -> Optional.of(isolated(layer) ? OWN_JVM : SHARED_JVM);
      case EXECUTABLE -> Optional.of(EXECUTABLE_JAR);
      case NONE -> Optional.empty();
    };
  }

  private static Optional<VassalKind> withoutApp(Layer layer) {
    if (layer.find(VassalKey.COMMAND).isPresent()) {
      return Optional.of(COMMAND);
    }
    boolean checked =
        layer.find(VassalKey.CHECK_HTTP).isPresent()
            || layer
                .find(VassalKey.CHECK_TCP)
                .filter(tcp -> !tcp.value().equals("none"))
                .isPresent();
    return checked
            && layer.find(VassalKey.SERVICE_PORT).isPresent()
            && layer.find(VassalKey.APP).isEmpty()
        ? Optional.of(ELSEWHERE)
        : Optional.empty();
  }

  private static boolean isolated(Layer layer) {
    return isolation(layer).value() == Isolation.PROCESS;
  }

  /** A singleton has to be where it can be stopped and killed. */
  static Sourced<Isolation> isolation(Layer layer) {
    boolean singleton = layer.find(VassalKey.SINGLETON).map(Sourced::value).orElse(false);
    Isolation otherwise = singleton ? Isolation.PROCESS : Isolation.SHARED;
    return layer
        .find(VassalKey.ISOLATION)
        .orElseGet(() -> new Sourced<>(otherwise, Origin.DEFAULT));
  }

  /** As a problem names it. */
  @Override
  public String toString() {
    return words;
  }
}
