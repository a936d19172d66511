package io.emperor.monitor;

/**
 * What a look into a file found.
 *
 * @param hash stands for the bytes; empty when they can't be read
 * @param whole whether the bytes themselves prove that nothing is missing
 */
record Content(String hash, boolean whole) {

  static final Content UNREADABLE = new Content("", false);

  boolean isReadable() {
    return !hash.isEmpty();
  }
}
