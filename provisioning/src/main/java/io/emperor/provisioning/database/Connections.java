package io.emperor.provisioning.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a server as one user. No server holds it up: connecting takes a limited time, and so
 * does each answer until somebody lifts that limit; {@code connectTimeout} and {@code
 * socketTimeout} of the address are stronger. Safe for use by many threads.
 */
final class Connections {

  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private static final int LIMIT_SECONDS = 10;

  /** The state of a connection that is none, in SQL's words. */
  private static final String GONE = "08003";

  /** PostgreSQL's version that can look whether a client is still there. */
  private static final int SINCE_CHECK = 14;

  private final DatabaseLibrary library;
  private final DatabaseAddress address;
  private final DatabaseTarget target;
  private volatile boolean ended;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  Connections(DatabaseLibrary library, DatabaseAddress address, DatabaseTarget target) {
    this.library = library;
    this.address = address;
    this.target = target;
  }

  /**
   * Connects.
   *
   * @param database by its name; empty for the one where databases are made
   * @throws SQLException if it can't, also because there is no such database
   */
  Connection open(String database) throws SQLException {
    return switch (address.kind()) {
      case POSTGRESQL -> connect(address.url(database.isEmpty() ? "postgres" : database));
      case MARIADB -> use(connect(address.url("")), database);
    };
  }

  /** As {@link #open}, for work that takes as long as it takes, and ends if this process does. */
  Connection openUnlimited(String database) throws SQLException {
    Connection connection = open(database);
    try {
      connection.setNetworkTimeout(Runnable::run, 0);
      endWithThis(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Without it, a long statement goes on after its client was killed, and keeps its locks. */
  private void endWithThis(Connection connection) throws SQLException {
    if (address.kind() == DatabaseKind.POSTGRESQL
        && connection.getMetaData().getDatabaseMajorVersion() >= SINCE_CHECK) {
      try (Statement statement = connection.createStatement()) {
        boolean unused = statement.execute("SET client_connection_check_interval = '2s'");
      }
    }
  }

  private Connection connect(String url) throws SQLException {
    Connection connection = library.connect(url, properties());
    open.removeIf(Connections::isClosed);
    open.add(connection);
    if (ended) {
      connection.close();
      throw new SQLException("nobody waits for it any more", GONE);
    }
    return connection;
  }

  /** MariaDB's driver takes the name from an address as it stands there, whatever is in it. */
  private static Connection use(Connection connection, String database) throws SQLException {
    if (database.isEmpty()) {
      return connection;
    }
    try {
      connection.setCatalog(database);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private Properties properties() {
    boolean inSeconds = address.kind() == DatabaseKind.POSTGRESQL;
    String limit = inSeconds ? "" + LIMIT_SECONDS : LIMIT_SECONDS + "000";
    Properties properties = new Properties();
    for (String limited : List.of("connectTimeout", "socketTimeout")) {
      if (!address.parameters().contains(limited)) {
        properties.setProperty(limited, limit);
      }
    }
    properties.setProperty("tcpKeepAlive", "true");
    if (!target.user().isEmpty()) {
      properties.setProperty("user", target.user());
    }
    if (!target.password().isEmpty()) {
      properties.setProperty("password", target.password());
    }
    return properties;
  }

  /** Whoever waits for an answer gets none, and nobody connects any more. */
  void abort() {
    ended = true;
    for (Connection connection : open) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("a connection can't be aborted", e);
      }
    }
  }
}
