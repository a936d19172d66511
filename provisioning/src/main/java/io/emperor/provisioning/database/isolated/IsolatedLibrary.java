package io.emperor.provisioning.database.isolated;

import io.emperor.provisioning.database.DatabaseLibrary;
import io.emperor.provisioning.database.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/** Flyway and the drivers of the class loader that this class is from. */
public final class IsolatedLibrary implements DatabaseLibrary {

  private final List<Driver> drivers = new ArrayList<>();

  /** Finds the drivers; those that a jar names and does not have are none. */
  public IsolatedLibrary() {
    Iterator<Driver> found =
        ServiceLoader.load(Driver.class, getClass().getClassLoader()).iterator();
    boolean more = true;
    while (more) {
      try {
        more = found.hasNext();
        if (more) {
          drivers.add(found.next());
        }
      } catch (ServiceConfigurationError e) {
        more = true; // the next one may be whole
      }
    }
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    for (Driver driver : drivers) {
      Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
      if (connection != null) {
        return connection;
      }
    }
    throw new SQLException(
        "there is no driver for it: put its jar into lib/drivers of the emperor, or into the app");
  }

  @Override
  public Migrations migrations(DataSource source, Path directory, boolean rollsBack) {
    return new FlywayMigrations(source, directory, rollsBack);
  }

  /** They have registered themselves, and only code from their own loader can undo that. */
  @Override
  public void close() {
    DriverManager.drivers()
        .filter(driver -> driver.getClass().getClassLoader() == getClass().getClassLoader())
        .toList()
        .forEach(IsolatedLibrary::forget);
  }

  private static void forget(Driver driver) {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
