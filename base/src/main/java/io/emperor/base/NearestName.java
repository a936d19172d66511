package io.emperor.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class NearestName {

  private static final int LONGEST_GUESS = 80;

  private NearestName() {}

  /**
   * What to do about an unknown name.
   *
   * @param unknown the name
   * @param known all names that would do
   * @return a sentence that names the nearest, or all
   */
  public static String remedy(String unknown, Collection<String> known) {
    return find(unknown, known)
        .map(name -> "did you mean " + name + "?")
        .orElse("remove it, or use one of " + String.join(", ", known));
  }

  /**
   * The name that was probably meant.
   *
   * @param unknown the name
   * @param known all names that would do
   * @return the nearest, if one is near enough
   */
  public static Optional<String> find(String unknown, Collection<String> known) {
    if (unknown.length() > LONGEST_GUESS) {
      return Optional.empty();
    }
    String guess = unknown.toLowerCase(Locale.ROOT).replace('_', '-');
    Optional<String> nearest =
        known.stream()
            .filter(name -> distance(guess, name) <= Math.max(1, (guess.length() + 1) / 3))
            .min(Comparator.comparingInt(name -> distance(guess, name)));
    return nearest.or(() -> known.stream().filter(name -> name.endsWith("-" + guess)).findFirst());
  }

  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] current = new int[above.length];
      current[0] = row;
      for (int column = 1; column < above.length; column++) {
        int replaced =
            above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[other.length()];
  }
}
