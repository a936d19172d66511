package io.emperor.provisioning.rule;

import java.util.Locale;

/** How many of the keys of a rule have to be there and valid. */
public enum Operator {
  ALL,
  ANY;

  /** As rules have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
