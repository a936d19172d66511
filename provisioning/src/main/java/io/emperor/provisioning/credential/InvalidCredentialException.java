package io.emperor.provisioning.credential;

/** A credential can't be used as it is. The message names the key of Consul, and no value. */
final class InvalidCredentialException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * What is wrong.
   *
   * @param key of Consul, as it may stand in a line
   * @param what goes on after it, and ends with what to do
   */
  InvalidCredentialException(String key, String what) {
    super(key + " " + what);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
