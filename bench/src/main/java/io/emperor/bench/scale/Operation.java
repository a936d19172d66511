package io.emperor.bench.scale;

/**
 * One operation of a transaction.
 *
 * @param key its number
 * @param index that it must have
 * @param value what it becomes; {@link #CHECK} to look only
 */
record Operation(int key, long index, int value) {

  private static final int CHECK = -1;

  /** The value of an emperor's key that was taken over from. */
  static final int DEAD = 0;

  /** The value of an emperor's key, and of others of which nothing more is told. */
  static final int LIVE = 1;

  static Operation check(int key, long index) {
    return new Operation(key, index, CHECK);
  }

  static Operation cas(int key, long index, int value) {
    return new Operation(key, index, value);
  }

  boolean writes() {
    return value != CHECK;
  }
}
