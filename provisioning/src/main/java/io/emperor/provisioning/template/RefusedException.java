package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.error.PebbleException;

/** A template wants what there is not, in words that go on after its place. */
final class RefusedException extends PebbleException {

  private static final long serialVersionUID = 1L;

  private final boolean isFinal;

  RefusedException(String text) {
    this(text, false);
  }

  private RefusedException(String text, boolean isFinal) {
    super(null, text);
    this.isFinal = isFinal;
  }

  /** What no answer makes better. */
  static RefusedException beyondLimit(String text) {
    return new RefusedException(text, true);
  }

  boolean isFinal() {
    return isFinal;
  }
}
