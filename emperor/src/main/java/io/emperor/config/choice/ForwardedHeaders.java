package io.emperor.config.choice;

import java.util.Locale;

/** What is made of the headers in which a proxy says who has asked, and how. */
public enum ForwardedHeaders {
  /** Nothing: anybody could have written them. */
  IGNORE,
  /** They are believed. */
  TRUST;

  /** The word in a configuration file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
