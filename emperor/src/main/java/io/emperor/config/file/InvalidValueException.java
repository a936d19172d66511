package io.emperor.config.file;

import io.emperor.config.secret.Secrets;

/** A value breaks a rule. The message says what was seen and what to do. */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String seen;
  private final String remedy;

  public InvalidValueException(String seen, String remedy) {
    super(seen + ": " + remedy);
    this.seen = seen;
    this.remedy = remedy;
  }

  /** A value that stands in the message between quotes. */
  public static InvalidValueException of(String value, String fault, String remedy) {
    return new InvalidValueException(Printable.quoted(value) + " " + fault, remedy);
  }

  /** An entry of a map, whose name may say that its value is a secret. */
  public static InvalidValueException ofEntry(
      String name, String value, String fault, String remedy) {
    return of(Secrets.masked(name, value), fault, remedy);
  }

  public String seen() {
    return seen;
  }

  public String remedy() {
    return remedy;
  }
}
