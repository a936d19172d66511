package io.emperor.provisioning.source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what a cluster watches. */
final class Watches {

  private static final Logger log = LoggerFactory.getLogger(Watches.class);

  private Watches() {}

  static void close(@Nullable AutoCloseable watch) {
    if (watch == null) {
      return;
    }
    try {
      watch.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.error("A watch can't be ended", e);
    }
  }
}
