package io.emperor.config.secret;

/**
 * What should not be shown to whoever looks over an operator's shoulder: what a name tells of, the
 * user information of addresses, and what looks like a key or a token. When in doubt, more is
 * masked. Takes time in proportion to the text. Thread safe.
 */
public final class Secrets {

  static final String MASK = "********";

  private Secrets() {}

  /** A value for people: masked if the key's name says so, and wherever it names a secret. */
  public static String masked(String key, String value) {
    if (value.isEmpty()) {
      return value;
    }
    return SecretNames.matches(key) ? MASK : SecretScan.ofValue(value);
  }

  /**
   * A message for people, which may quote a value or an address.
   *
   * @param text any text
   * @return the text, with stars in the place of what is secret
   */
  public static String maskedIn(String text) {
    return SecretScan.ofMessage(text);
  }
}
