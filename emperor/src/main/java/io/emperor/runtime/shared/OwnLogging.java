package io.emperor.runtime.shared;

import io.emperor.runtime.Launch;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.util.List;

/**
 * Whether an app logs with an SLF4J of its own. One that carries a backend carries the SLF4J that
 * belongs to it, and may insist on finding the two together, as Spring Boot does.
 */
final class OwnLogging {

  private static final String API = "org/slf4j/LoggerFactory.class";

  /** An SLF4J from 2.0 on asks for providers; what came before looks for one class. */
  private static final String ASKS_FOR_PROVIDERS = "org/slf4j/spi/SLF4JServiceProvider.class";

  private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String BINDER = "org/slf4j/impl/StaticLoggerBinder.class";

  private OwnLogging() {}

  /**
   * Whether the app is told to, or brings along what it takes and is told nothing.
   *
   * @param roots where its classes are
   * @throws UnusableAppException if it is told to, and has no SLF4J
   */
  static boolean isWanted(Launch launch, List<ClassRoot> roots)
      throws UnusableAppException, IOException {
    Boolean told = launch.ownLogging();
    if (told == null) {
      return isIn(roots, API) && isIn(roots, isIn(roots, ASKS_FOR_PROVIDERS) ? PROVIDER : BINDER);
    }
    if (told && !isIn(roots, API)) {
      throw new UnusableAppException(
          "%s has no SLF4J for own-logging: true: put slf4j-api and a backend into it, or remove the key"
              .formatted(launch.source()));
    }
    return told;
  }

  private static boolean isIn(List<ClassRoot> roots, String name) throws IOException {
    for (ClassRoot root : roots) {
      if (root.find(name) != null) {
        return true;
      }
    }
    return false;
  }
}
