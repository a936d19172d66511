package io.emperor.provisioning.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL that runs, for tests elsewhere. */
public final class ScratchPostgres implements AutoCloseable {

  private final PostgresServer server = new PostgresServer();

  public ScratchPostgres() throws IOException {
    server.start();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + server.port;
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return DatabaseServer.PASSWORD;
  }

  /** The first column. */
  public List<String> query(String database, String query) throws SQLException {
    return server.query(database, query);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
