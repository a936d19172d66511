package io.emperor.provisioning.database;

import java.sql.SQLException;
import java.util.List;

/** The migrations of a directory, and a database. For one thread. */
public interface Migrations {

  /**
   * Looks how the database stands, and changes nothing.
   *
   * @throws SQLException if it can't be asked
   * @throws BrokenSchemaException if what it has is not what the directory says
   */
  Standing look() throws SQLException;

  /**
   * Brings it to the newest version.
   *
   * @throws SQLException if the database does not answer any more, or is too busy
   * @throws BrokenSchemaException if a migration fails, or one that was done is another now
   */
  Standing migrate() throws SQLException;

  /**
   * How a database stands.
   *
   * @param version of its schema; empty for none
   * @param isCurrent whether nothing is left to be done
   * @param done the files that have just been migrated
   */
  record Standing(String version, boolean isCurrent, List<String> done) {
    public Standing {
      done = List.copyOf(done);
    }
  }
}
