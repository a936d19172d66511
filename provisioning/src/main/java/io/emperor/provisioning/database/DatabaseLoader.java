package io.emperor.provisioning.database;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Has Flyway, the drivers and what speaks to them; of the emperor's classes it shares the gate's
 * own, and what those speak. Drivers log every statement, which may make a user who has a password,
 * and every refusal: they find an SLF4J of their own, which says nothing.
 */
final class DatabaseLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  static final String ISOLATED = "io.emperor.provisioning.database.isolated.";

  /** Jackson is what Flyway reads its own settings by: it is not worth a second one. */
  private static final List<String> SHARED =
      List.of("io.emperor.provisioning.database.", "io.emperor.base.", "com.fasterxml.jackson.");

  private static final String LOG_PROVIDERS =
      "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  private final ClassLoader emperor = DatabaseLoader.class.getClassLoader();

  DatabaseLoader(List<URL> jars) {
    super("database", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    boolean isShared = !name.startsWith(ISOLATED) && SHARED.stream().anyMatch(name::startsWith);
    return isShared ? emperor.loadClass(name) : super.findClass(name);
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    return name.equals(LOG_PROVIDERS)
        ? Collections.enumeration(List.of(quietProvider()))
        : super.findResources(name);
  }

  private static URL quietProvider() throws IOException {
    URL found = DatabaseLoader.class.getResource("quiet-log-provider");
    if (found == null) {
      throw new IOException("the emperor's jars are incomplete");
    }
    return found;
  }
}
