package io.emperor.provisioning.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL that runs, for tests elsewhere. */
public final class ScratchPostgres implements AutoCloseable {

  private final PostgresServer server = new PostgresServer();

  private ScratchPostgres() throws IOException {}

  /** One that runs until it is closed. */
  public static ScratchPostgres running() throws IOException {
    ScratchPostgres made = prepared();
    made.server.start();
    return made;
  }

  /** One that somebody else is to start. */
  public static ScratchPostgres prepared() throws IOException {
    return new ScratchPostgres();
  }

  /** What starts it. */
  public List<String> command() {
    return server.command();
  }

  /** Where its configuration is. */
  public Path data() {
    return server.home.resolve("data");
  }

  public int port() {
    return server.port;
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
