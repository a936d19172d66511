package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;

/**
 * A value of the snapshot is not there yet. Pebble knows the supertype: it stands for the default
 * filter and for the test whether something is defined.
 */
final class NotThereException extends AttributeNotFoundException {

  private static final long serialVersionUID = 1L;

  private final String what;

  /**
   * Made where a value is asked for.
   *
   * @param what one line, as it stands in the list of what is missing
   */
  NotThereException(String what, String key) {
    super(null, what, key, 0, "");
    this.what = what;
  }

  String what() {
    return what;
  }
}
