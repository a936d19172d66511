package io.emperor.provisioning.database;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** The databases that the gate knows, and what differs between them. */
enum DatabaseKind {
  POSTGRESQL("PostgreSQL", "jdbc:postgresql:", 5432, '"'),
  MARIADB("MariaDB", "jdbc:mariadb:", 3306, '`');

  /** It is made by another meanwhile: told of its name, or of the unique index over the names. */
  private static final Set<String> EXISTS = Set.of("42P04", "23505");

  private static final int MARIADB_EXISTS = 1007;
  private static final int MARIADB_MISSING = 1049;
  private static final Set<Integer> MARIADB_NO_RIGHT = Set.of(1044, 1142, 1227);
  private static final Set<Integer> MARIADB_FULL = Set.of(1040, 1203, 1226);

  private final String words;
  private final String prefix;
  private final int port;
  private final char quote;

  DatabaseKind(String words, String prefix, int port, char quote) {
    this.words = words;
    this.prefix = prefix;
    this.port = port;
    this.quote = quote;
  }

  /** What an address of it begins with. */
  String prefix() {
    return prefix;
  }

  /** Where it listens, unless somebody says something else. */
  int port() {
    return port;
  }

  /** What makes a database of this name, whatever is in the name. */
  String creation(String name) {
    String quoted = quote + name.replace("" + quote, "" + quote + quote) + quote;
    return "CREATE DATABASE " + quoted + (this == MARIADB ? " CHARACTER SET utf8mb4" : "");
  }

  /** Whether a change of the schema is undone with the transaction that it is in. */
  boolean rollsBack() {
    return this == POSTGRESQL;
  }

  boolean isMissing(SQLException e) {
    return this == POSTGRESQL ? has(e, "3D000") : e.getErrorCode() == MARIADB_MISSING;
  }

  boolean isThere(SQLException e) {
    return this == POSTGRESQL
        ? EXISTS.contains(e.getSQLState())
        : e.getErrorCode() == MARIADB_EXISTS;
  }

  boolean isNotAllowed(SQLException e) {
    return this == POSTGRESQL ? has(e, "42501") : MARIADB_NO_RIGHT.contains(e.getErrorCode());
  }

  /** Whether the server would answer, had it not too much to do already, or was it up. */
  boolean isBusy(SQLException e) {
    return this == POSTGRESQL
        ? has(e, "53300") || has(e, "57P")
        : MARIADB_FULL.contains(e.getErrorCode());
  }

  /** Whether it does not believe who wants in. */
  static boolean isNobody(SQLException e) {
    return has(e, "28");
  }

  /** Whether nobody answers, or no longer. */
  static boolean isGone(SQLException e) {
    return has(e, "08");
  }

  /** Whether the same may succeed the next time: a deadlock, a lock that another holds. */
  static boolean isPassing(SQLException e) {
    return has(e, "40") || has(e, "55P03") || has(e, "55006");
  }

  private static boolean has(SQLException e, String state) {
    String said = e.getSQLState();
    return said != null && said.toUpperCase(Locale.ROOT).startsWith(state);
  }

  @Override
  public String toString() {
    return words;
  }
}
