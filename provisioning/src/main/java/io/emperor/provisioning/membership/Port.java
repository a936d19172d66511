package io.emperor.provisioning.membership;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a port's text has to be. */
final class Port {

  private static final int HIGHEST = 65_535;
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,4}");

  private Port() {}

  /** Reads digits alone; empty if they are no number from 1 to 65535. */
  static Optional<Integer> parse(String text) {
    return DIGITS.matcher(text).matches()
        ? Optional.of(Integer.parseInt(text)).filter(Port::isOne)
        : Optional.empty();
  }

  static boolean isOne(int number) {
    return number >= 1 && number <= HIGHEST;
  }
}
