package io.emperor.daemon.keyed;

/** A vassal's configuration can't be written to Consul, or removed, as things are there. */
public final class KeyedFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeyedFileException(String message) {
    super(message);
  }
}
