package io.emperor.provisioning.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.database.DatabaseOutcome.Broken;
import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class MariadbGateTest extends GateContract {

  MariadbGateTest() throws IOException {
    super(new MariadbServer());
  }

  @Override
  String poor(String user) {
    return "CREATE USER " + user + " IDENTIFIED BY '" + DatabaseServer.PASSWORD + "'";
  }

  @Override
  List<String> databases() throws SQLException {
    return server.query("mysql", "SHOW DATABASES");
  }

  @Override
  String limits() {
    return "?connectTimeout=1000&socketTimeout=1000";
  }

  @Override
  void block(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("LOCK TABLES gate WRITE");
    }
  }

  @Override
  boolean isBlocked(String name) {
    try {
      return server
          .query("mysql", "SELECT state FROM information_schema.processlist")
          .contains("Waiting for table metadata lock");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aNameThatFlywayDoesNotQuoteIsRefused() throws Exception {
    migrations(V1);
    assertThat(pass("a%60b"))
        .isEqualTo(
            new Waits(
                "database.url has a ` in the name of the database, which Flyway does not quote;"
                    + " choose another",
                true));
  }

  @Test
  void aMigrationThatFailsHalfWaySaysWhatIsLeft() throws Exception {
    String name = name();
    String half = "CREATE TABLE half (name int);\n";
    migrations(V1, half + "INSERT INTO nowhere VALUES (1);\n");

    assertThat(reason(pass(name)))
        .contains("V2__step.sql, line 2 (version 2) has failed: ")
        .contains("what its statements before that one have done stays")
        .endsWith("DELETE FROM flyway_schema_history WHERE success = false, and correct the file");
    assertThat(reason(pass(name))).contains("V2__step.sql (version 2) has failed before");

    server.execute(
        name, "DROP TABLE half", "DELETE FROM flyway_schema_history WHERE success = false");
    migrations(V1, half + V2);
    assertThat(pass(name)).isEqualTo(new Ready(name, "2"));
  }

  private static String reason(DatabaseOutcome outcome) {
    assertThat(outcome).isInstanceOf(Broken.class);
    return ((Broken) outcome).reason();
  }
}
