package io.emperor.provisioning.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * The lease under which one of many migrates a database: the server's own advisory lock, which the
 * session holds. It is where the work is: whoever can do the work can take it, also a container
 * that knows no Consul, and whoever is cut off from the work has lost it. A holder that dies leaves
 * nothing behind, and none that was paused goes on as a second one, as the server counts sessions
 * and no clock. Flyway has another lock of this kind around each step, should a pooler between have
 * mixed the sessions.
 */
final class MigrationLock {

  /** "emperor" in ASCII. PostgreSQL's locks are each database's own. */
  private static final long KEY = 0x656d7065726f72L;

  private static final long PAUSE_MILLIS = 100;

  private final DatabaseAddress address;

  MigrationLock(DatabaseAddress address) {
    this.address = address;
  }

  /**
   * Takes it for as long as the connection is open.
   *
   * @param waits called once, if another has it
   * @return whether another had it
   * @throws InterruptedException if the thread was interrupted while another had it
   */
  boolean take(Connection connection, Runnable waits) throws SQLException, InterruptedException {
    boolean isFirst = true;
    while (!tried(connection)) {
      if (isFirst) {
        isFirst = false;
        waits.run();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return !isFirst;
  }

  private boolean tried(Connection connection) throws SQLException {
    boolean isPostgres = address.kind() == DatabaseKind.POSTGRESQL;
    String query = isPostgres ? "SELECT pg_try_advisory_lock(?)" : "SELECT GET_LOCK(?, 0)";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      if (isPostgres) {
        statement.setLong(1, KEY);
      } else {
        statement.setString(1, name());
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /** MariaDB's locks are the server's, and their names are of at most 64 characters. */
  private String name() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(address.name().getBytes(StandardCharsets.UTF_8));
      return "emperor:" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
