package io.emperor.provisioning.database.isolated;

import io.emperor.base.SafeText;
import io.emperor.provisioning.database.BrokenSchemaException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

/**
 * Words for what Flyway finds wrong, with file and version, and what to do. No statement is quoted:
 * it may make a user who has a password.
 *
 * @param rollsBack whether what a migration that fails has done is undone
 */
record Failures(boolean rollsBack) {

  private static final String HISTORY = "flyway_schema_history";

  /** Of a directory that is not what was migrated. */
  BrokenSchemaException of(ValidateResult validity) {
    String all =
        validity.invalidMigrations == null || validity.invalidMigrations.isEmpty()
            ? SafeText.line(validity.getAllErrorMessages())
            : validity.invalidMigrations.stream()
                .map(this::words)
                .collect(Collectors.joining("; "));
    return new BrokenSchemaException(all);
  }

  private String words(ValidateOutput migration) {
    String name =
        migration.filepath == null || migration.filepath.isBlank()
            ? "version " + migration.version + " (" + SafeText.name(migration.description) + ")"
            : file(migration.filepath) + version(migration.version);
    if (migration.errorDetails.errorCode instanceof CoreErrorCode code) {
      switch (code) {
        case CHECKSUM_MISMATCH, DESCRIPTION_MISMATCH, TYPE_MISMATCH -> {
          return name
              + " is not what it was when it was migrated ("
              + code
              + "): put it back as it was, and write the change as a new migration";
        }
        case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION -> {
          return name + " has failed before: " + left();
        }
        case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED,
            APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED -> {
          return name + " was migrated, and there is no file of it: put it back";
        }
        default -> {}
      }
    }
    return name + ": " + SafeText.line(String.valueOf(migration.errorDetails.errorMessage));
  }

  private static String version(@Nullable String version) {
    return version == null || version.isBlank() ? "" : " (version " + version + ")";
  }

  /** Of a migration that has failed. */
  BrokenSchemaException of(FlywayMigrateException e, @Nullable SQLException cause) {
    MigrationVersion version = e.getMigration().getVersion();
    String what =
        cause == null ? String.valueOf(e.getMessage()) : String.valueOf(cause.getMessage());
    return new BrokenSchemaException(
        SafeText.name(e.getMigration().getScript())
            + (e.getLineNumber() > 0 ? ", line " + e.getLineNumber() : "")
            + version(version == null ? null : version.toString())
            + " has failed: "
            + SafeText.line(what)
            + ": "
            + (rollsBack && e.isExecutableInTransaction()
                ? "all of it is rolled back: correct the file"
                : left()),
        e);
  }

  /** What there is to do about what a migration has left. */
  private static String left() {
    return "what its statements before that one have done stays: undo that by hand, DELETE FROM "
        + HISTORY
        + " WHERE success = false, and correct the file";
  }

  /** The name of a migration's file. */
  static String file(String path) {
    return SafeText.name(Objects.requireNonNullElse(Path.of(path).getFileName(), path));
  }

  /** What the database itself has said, if it has. */
  static @Nullable SQLException sql(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst()
        .orElse(null);
  }

  /** Whether it was not the migration's fault. */
  static boolean mayPass(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return Stream.of("08", "40", "57P", "55P03").anyMatch(state::startsWith);
  }
}
