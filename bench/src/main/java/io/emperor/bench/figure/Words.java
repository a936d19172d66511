package io.emperor.bench.figure;

import java.util.Locale;

/** Figures as people read them. */
final class Words {

  private Words() {}

  /** With three digits that say something, and thousands apart. */
  static String figure(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  static String figure(double value, String unit) {
    return unit.isEmpty() ? figure(value) : figure(value) + " " + unit;
  }
}
