package io.emperor.provisioning.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresGateTest extends GateContract {

  PostgresGateTest() throws IOException {
    super(new PostgresServer());
  }

  @Override
  String poor(String user) {
    return "CREATE ROLE " + user + " LOGIN PASSWORD '" + DatabaseServer.PASSWORD + "'";
  }

  @Override
  List<String> databases() throws SQLException {
    return server.query("postgres", "SELECT datname FROM pg_database");
  }

  @Override
  String limits() {
    return "?connectTimeout=1&socketTimeout=1&sslmode=disable";
  }

  @Override
  void block(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("LOCK TABLE gate");
    }
  }

  @Override
  boolean isBlocked(String name) {
    try {
      return !server
          .query(name, "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
          .isEmpty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMigrationThatFailsHalfWayIsRolledBack() throws Exception {
    String name = name();
    migrations(V1, "CREATE TABLE half (name int);\nINSERT INTO nowhere VALUES (1);\n");

    DatabaseOutcome outcome = pass(name);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            DatabaseOutcome.Broken.class,
            broken ->
                assertThat(broken.reason())
                    .contains("V2__step.sql, line 2 (version 2) has failed: ERROR: relation")
                    .endsWith("all of it is rolled back: correct the file"));
    migrations(V1, "CREATE TABLE half (name int);\n" + V2);
    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
  }

  @Test
  void anIndexMayBeBuiltWhileOthersWrite() throws Exception {
    String name = name();
    migrations(V1, "CREATE INDEX CONCURRENTLY goods_name ON goods (name);\n");

    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
  }
}
