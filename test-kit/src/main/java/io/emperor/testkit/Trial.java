package io.emperor.testkit;

import io.emperor.api.Vassal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** One test's cluster and, as soon as somebody asks for it, the vassal in it. */
final class Trial implements AutoCloseable {

  private final Class<? extends Vassal> type;
  private final String name;
  private final Map<String, String> settings;
  private final TestCluster cluster;
  private @Nullable RunningVassal vassal;

  Trial(EmperorTest test, ClassLoader loader) throws Exception {
    type = test.value() == Vassal.class ? provided(loader) : test.value();
    name = test.name();
    settings = settings(test.settings());
    cluster = TestCluster.start(test.consul());
  }

  /** The one class that the class path names. */
  static Class<? extends Vassal> provided(ClassLoader loader) {
    List<Class<? extends Vassal>> types =
        ServiceLoader.load(Vassal.class, loader).stream()
            .<Class<? extends Vassal>>map(ServiceLoader.Provider::type)
            .toList();
    if (types.size() != 1) {
      throw new IllegalStateException(
          ("@EmperorTest: META-INF/services/%s names %s vassals on the class path, %s; correct that,"
                  + " or say which one is meant: @EmperorTest(Shop.class)")
              .formatted(
                  Vassal.class.getName(),
                  types.size(),
                  types.stream().map(Class::getName).toList()));
    }
    return types.get(0);
  }

  private static Map<String, String> settings(String[] words) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "@EmperorTest: the setting \"" + word + "\" is not key=value");
      }
      settings.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return settings;
  }

  TestCluster cluster() {
    return cluster;
  }

  synchronized RunningVassal vassal() throws Exception {
    RunningVassal running = vassal;
    if (running == null) {
      running = cluster.run(type, name, settings);
      vassal = running;
    }
    return running;
  }

  @Override
  public synchronized void close() {
    try (cluster) {
      if (vassal != null) {
        vassal.close();
      }
    }
  }
}
