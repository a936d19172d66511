package io.emperor.provisioning.database.isolated;

import io.emperor.base.SafeText;
import io.emperor.provisioning.database.BrokenSchemaException;
import io.emperor.provisioning.database.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/**
 * Flyway's migrations. What is in a migration is the database's alone: no placeholder of Flyway is
 * filled in, and no code is run. A database that is ahead of the directory is fine: an older
 * release is back.
 */
final class FlywayMigrations implements Migrations {

  private final Flyway flyway;
  private final Failures failures;

  FlywayMigrations(DataSource source, Path directory, boolean rollsBack) {
    failures = new Failures(rollsBack);
    flyway =
        Flyway.configure(getClass().getClassLoader())
            .dataSource(source)
            .locations("filesystem:" + directory)
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            .placeholderReplacement(false)
            .ignoreMigrationPatterns("*:pending", "*:future")
            .cleanDisabled(true)
            .lockRetryCount(-1) // what a killed one still does on the server comes to its end
            .loggers("slf4j")
            // A transaction that is open for the lock's sake would hold up CREATE INDEX
            // CONCURRENTLY.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .load();
  }

  /** What is due is held against what was done when it is migrated. */
  @Override
  public Standing look() throws SQLException {
    return told(
        () -> {
          Standing now = standing(List.of());
          if (now.isCurrent()) {
            requireValid();
          }
          return now;
        });
  }

  private void requireValid() {
    ValidateResult validity = flyway.validateWithResult();
    if (!validity.validationSuccessful) {
      throw failures.of(validity);
    }
  }

  private Standing standing(List<String> done) {
    MigrationInfoService info = flyway.info();
    MigrationInfo current = info.current();
    return new Standing(
        current == null || current.getVersion() == null ? "" : current.getVersion().toString(),
        Stream.of(info.all()).noneMatch(FlywayMigrations::isDue),
        done);
  }

  private static boolean isDue(MigrationInfo migration) {
    return migration.getState() == MigrationState.PENDING
        || migration.getState() == MigrationState.OUTDATED;
  }

  @Override
  public Standing migrate() throws SQLException {
    return told(
        () -> {
          MigrateResult result = flyway.migrate();
          return standing(
              result.migrations.stream().map(each -> Failures.file(each.filepath)).toList());
        });
  }

  private Standing told(Supplier<Standing> work) throws SQLException {
    try {
      return work.get();
    } catch (FlywayMigrateException e) {
      SQLException cause = Failures.sql(e);
      if (cause != null && Failures.mayPass(cause)) {
        throw cause;
      }
      throw failures.of(e, cause);
    } catch (FlywayValidateException e) {
      requireValid();
      throw new BrokenSchemaException(SafeText.line(String.valueOf(e.getMessage())), e);
    } catch (FlywayException e) {
      SQLException cause = Failures.sql(e);
      if (cause != null) {
        throw cause;
      }
      throw e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
          ? new BrokenSchemaException(
              "has tables, and no history of migrations: give it one by Flyway's baseline command,"
                  + " or begin with an empty database",
              e)
          : new BrokenSchemaException(SafeText.line(String.valueOf(e.getMessage())), e);
    }
  }
}
