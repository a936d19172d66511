package io.emperor.provisioning.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** Flyway and the drivers, as the gate sees them. Safe for use by many threads. */
public interface DatabaseLibrary extends AutoCloseable {

  /**
   * Connects.
   *
   * @throws SQLException if that fails, or no driver knows the address
   */
  Connection connect(String url, Properties properties) throws SQLException;

  /**
   * Reads a directory of migrations.
   *
   * @param source connects to the database that they are for
   * @param rollsBack whether what a migration that fails has done is undone
   */
  Migrations migrations(DataSource source, Path directory, boolean rollsBack);

  /** Nobody finds its drivers any more. */
  @Override
  void close();
}
