package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instances of a vassal there are in the fleet. Immutable.
 *
 * @param least from 1
 * @param most as many as reinforcements may make of them; {@code least} where the number is fixed
 */
record InstanceRange(int least, int most) {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))?");

  static InstanceRange parse(String text) {
    Matcher numbers = TEXT.matcher(text);
    if (!numbers.matches()) {
      throw InvalidValueException.of(
          text,
          text.indexOf('-') > 0
              ? "is no range of two numbers from 1 to 9999"
              : "is no number from 1 to 9999",
          "write 3, or 1-5, for example");
    }
    int least = Integer.parseInt(numbers.group(1));
    int most = numbers.group(2) == null ? least : Integer.parseInt(numbers.group(2));
    if (most < least) {
      throw InvalidValueException.of(
          text, "goes from more to fewer", "write " + most + "-" + least);
    }
    return new InstanceRange(least, most);
  }

  boolean isRange() {
    return most > least;
  }

  @Override
  public String toString() {
    return isRange() ? least + "-" + most : Integer.toString(least);
  }
}
