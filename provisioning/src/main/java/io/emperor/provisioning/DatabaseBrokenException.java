package io.emperor.provisioning;

/** A database is not what its migrations say, and no waiting mends it. */
public final class DatabaseBrokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseBrokenException(String message) {
    super(message);
  }
}
