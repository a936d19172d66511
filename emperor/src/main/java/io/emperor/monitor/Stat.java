package io.emperor.monitor;

import org.jspecify.annotations.Nullable;

/**
 * What the file system says about a file without opening it.
 *
 * @param key the file's identity, such as its inode; {@code null} where there is none
 * @param size its size in bytes; -1 when even that can't be known
 * @param modified its time of modification, in nanoseconds since 1970
 * @param owner whose it is, and who may do what with it; {@code null} where that does not matter
 */
record Stat(@Nullable Object key, long size, long modified, @Nullable Object owner) {

  static final Stat UNKNOWN = new Stat(null, -1, 0, null);
}
