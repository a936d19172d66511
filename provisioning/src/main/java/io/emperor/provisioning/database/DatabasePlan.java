package io.emperor.provisioning.database;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What becomes of a database before a program starts.
 *
 * @param create whether it is made if it is not there
 * @param migrations a directory of Flyway's migrations; empty if the schema is the program's own
 *     affair
 */
public record DatabasePlan(boolean create, Optional<Path> migrations) {}
