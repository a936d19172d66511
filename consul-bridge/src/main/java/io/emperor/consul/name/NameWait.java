package io.emperor.consul.name;

import org.jspecify.annotations.Nullable;

/** One wait for one name. Safe for use by many threads. */
interface NameWait extends AutoCloseable {

  /** Has the lease of whoever has the name now watched; {@code null} for nobody's. */
  void heldBy(@Nullable String emperor);

  @Override
  void close();
}
