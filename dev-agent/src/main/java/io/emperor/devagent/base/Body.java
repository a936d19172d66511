package io.emperor.devagent.base;

import org.jspecify.annotations.Nullable;

/**
 * What a request brings along.
 *
 * @param sent what came of it
 * @param flaw what ended it too early, in Go's words
 * @param announced whether its length was told before it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Body(byte[] sent, @Nullable String flaw, boolean announced) {

  public static final Body NONE = new Body(new byte[0], null, false);

  public static Body of(byte[] bytes) {
    return new Body(bytes, null, true);
  }

  /**
   * All of it.
   *
   * @throws HttpError if the end is missing
   */
  public byte[] whole() {
    if (flaw != null) {
      throw HttpError.refused(flaw);
    }
    return sent;
  }

  /** The same, or nothing if its length was not told: some endpoints look no further then. */
  public Body ifAnnounced() {
    return announced ? this : NONE;
  }

  public boolean isEmpty() {
    return sent.length == 0 && flaw == null;
  }
}
