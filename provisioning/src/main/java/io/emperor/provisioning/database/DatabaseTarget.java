package io.emperor.provisioning.database;

/**
 * A database and who wants in.
 *
 * @param url its address
 * @param user empty for the driver's choice
 * @param password empty for none
 */
public record DatabaseTarget(String url, String user, String password) {

  private static final String MASK = "********";

  /** The text without the password in it, whoever has put it there. */
  String masked(String text) {
    return password.isEmpty() ? text : text.replace(password, MASK);
  }

  /** Leaves out all that may be a secret. */
  @Override
  public String toString() {
    return "DatabaseTarget";
  }
}
