package io.emperor.provisioning.database;

import io.emperor.base.SafeText;
import io.emperor.provisioning.database.DatabaseOutcome.Broken;
import io.emperor.provisioning.database.DatabaseOutcome.Ready;
import io.emperor.provisioning.database.DatabaseOutcome.Waits;
import io.emperor.provisioning.database.Migrations.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at a database, and what there is to be done: it is made if it is missing, and migrated
 * under a lease. Who finds all as it should be takes no lease. For one thread; {@link #end} is for
 * any.
 */
final class DatabaseGate {

  private static final Logger log = LoggerFactory.getLogger(DatabaseGate.class);

  private final DatabasePlan plan;
  private final DatabaseLibraries libraries;
  private final DatabaseTarget target;
  private final Consumer<Waits> meanwhile;
  private volatile @Nullable Connections connections;
  private volatile boolean isMigrating;

  /**
   * Looks at nothing yet.
   *
   * @param meanwhile told what is waited for while it goes on
   */
  DatabaseGate(
      DatabasePlan plan,
      DatabaseLibraries libraries,
      DatabaseTarget target,
      Consumer<Waits> meanwhile) {
    this.plan = plan;
    this.libraries = libraries;
    this.target = target;
    this.meanwhile = meanwhile;
  }

  /**
   * Does it all, as far as it can be done now.
   *
   * @throws InterruptedException if the thread was interrupted while another migrates
   */
  DatabaseOutcome pass() throws InterruptedException {
    DatabaseAddress address;
    try {
      address = DatabaseAddress.parse(target.url());
    } catch (IllegalArgumentException e) {
      return new Waits("database.url " + e.getMessage(), true);
    }
    try (DatabaseLibraries.Use use = libraries.use()) {
      return new Server(use.library(), address).pass();
    } catch (IOException e) {
      return new Broken("database: " + SafeText.line(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Ends what it waits for, soon. A migration of which a half would stay is not cut off: it goes on
   * to its end.
   */
  void end() {
    Connections open = connections;
    if (open != null && !isMigrating) {
      open.abort();
    }
  }

  /** At a server that has an address. */
  private final class Server {

    private final DatabaseLibrary library;
    private final DatabaseAddress address;
    private final Connections mine;

    Server(DatabaseLibrary library, DatabaseAddress address) {
      this.library = library;
      this.address = address;
      this.mine = new Connections(library, address, target);
      connections = mine;
    }

    DatabaseOutcome pass() throws InterruptedException {
      try {
        if (!isThere()) {
          if (!plan.create()) {
            return waits("is not there: make it, or write create: true", true);
          }
          create();
        }
        return new Ready(address.shown(), plan.migrations().isPresent() ? version() : "");
      } catch (BrokenSchemaException e) {
        return new Broken(words(String.valueOf(e.getMessage())));
      } catch (SQLException e) {
        return trouble(e);
      }
    }

    private boolean isThere() throws SQLException {
      try {
        mine.open(address.name()).close();
        return true;
      } catch (SQLException e) {
        if (address.kind().isMissing(e)) {
          return false;
        }
        throw e;
      }
    }

    private void create() throws SQLException {
      try (Connection connection = mine.open("");
          var statement = connection.createStatement()) {
        boolean unused = statement.execute(address.kind().creation(address.name()));
        log.info("the database {} is made at {}", address.shown(), address.server());
      } catch (SQLException e) {
        if (!address.kind().isThere(e)) {
          throw e;
        }
      }
    }

    private String version() throws SQLException, InterruptedException {
      Path directory = plan.migrations().orElseThrow();
      Migrations migrations =
          library.migrations(
              new ConnectionSource(mine, address.name()), directory, address.kind().rollsBack());
      Standing standing = migrations.look();
      while (!standing.isCurrent()) {
        standing = led(migrations);
      }
      return standing.version();
    }

    /** Whoever had to wait looks again without the lease: many can do so at once. */
    private Standing led(Migrations migrations) throws SQLException, InterruptedException {
      try (Connection lease = mine.open(address.name())) {
        if (!new MigrationLock(address)
            .take(lease, () -> meanwhile.accept(waits("is being migrated by another", false)))) {
          return migrated(migrations);
        }
      }
      return migrations.look();
    }

    private Standing migrated(Migrations migrations) throws SQLException {
      try {
        isMigrating = !address.kind().rollsBack();
        meanwhile.accept(waits("is being migrated", false));
        Standing now = migrations.migrate();
        if (!now.done().isEmpty()) {
          log.info(
              "the database {} is migrated: {}", address.shown(), String.join(", ", now.done()));
        }
        return now;
      } finally {
        isMigrating = false;
      }
    }

    private DatabaseOutcome trouble(SQLException e) {
      DatabaseKind kind = address.kind();
      if (DatabaseKind.isNobody(e)) {
        return new Waits(
            "database: %s at %s refuses %s (%s): correct database.user and database.password"
                .formatted(kind, address.server(), user(), e.getSQLState()),
            true);
      }
      if (kind.isNotAllowed(e)) {
        return waits(
            "is not there, or its schema not as it should be, and %s may not change that (%s)"
                    .formatted(user(), said(e))
                + ": give it the right to, or make the database yourself",
            true);
      }
      if (DatabaseKind.isGone(e) || kind.isBusy(e)) {
        return new Waits(
            "database: no %s answers at %s (%s)".formatted(kind, address.server(), said(e)), false);
      }
      return waits("can't be used: " + said(e), !DatabaseKind.isPassing(e));
    }

    private Waits waits(String what, boolean isRefused) {
      return new Waits(words(what), isRefused);
    }

    private String words(String what) {
      return target.masked(
          "database: " + address.shown() + " at " + address.server() + ": " + what);
    }

    private String user() {
      return target.user().isEmpty() ? "this user" : "user " + SafeText.name(target.user());
    }

    /** What the server or the network said; the innermost word of the network is the clearest. */
    private String said(SQLException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      Throwable clearest = cause instanceof IOException ? cause : e;
      return target.masked(SafeText.line(String.valueOf(clearest.getMessage())));
    }
  }
}
