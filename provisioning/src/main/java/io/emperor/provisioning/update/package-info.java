/**
 * Pieces of configuration that reach every node which wants them: as events with a version, sent
 * from a key-value store or by hand, and kept in files where the highest version wins.
 */
@NullMarked
package io.emperor.provisioning.update;

import org.jspecify.annotations.NullMarked;
