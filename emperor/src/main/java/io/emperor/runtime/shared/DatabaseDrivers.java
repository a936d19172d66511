package io.emperor.runtime.shared;

import java.sql.Driver;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An app's JDBC drivers. {@link java.sql.DriverManager} looks for drivers once in the life of a
 * JVM, in the app that happens to ask first: it would know none of any other app's, and none of the
 * same app's after a reload.
 */
final class DatabaseDrivers {

  private static final Logger log = LoggerFactory.getLogger(DatabaseDrivers.class);

  private DatabaseDrivers() {}

  /** Loads those that the app provides, which register themselves; on a thread of the app's. */
  static void load(ClassLoader app) {
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, app)) {
        log.debug("provides {}", driver.getClass().getName());
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      // As in any JVM: the app hears of it when it asks for a connection.
      log.debug("a database driver can't be loaded", e);
    }
  }
}
