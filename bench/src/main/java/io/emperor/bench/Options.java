package io.emperor.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/run} was told.
 *
 * @param isShort whether to measure in few minutes what can be
 * @param compared the recorded results that what is measured is held against; absent if it is kept
 *     instead
 * @param names of comparisons; none for all
 */
record Options(boolean isShort, @Nullable Path compared, List<String> names) {

  private static final String USAGE = "bench/run [--short] [--compare FILE] [NAME…]";

  Options {
    names = List.copyOf(names);
  }

  /**
   * Reads a command line.
   *
   * @param directory in which files lie that are named without one
   * @throws IllegalArgumentException if there is no such option, or one has no value
   */
  static Options of(List<String> arguments, Path directory) {
    boolean isShort = false;
    Path compared = null;
    List<String> names = new ArrayList<>();
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String argument = left.next();
      if (argument.equals("--short")) {
        isShort = true;
      } else if (argument.equals("--compare")) {
        if (!left.hasNext()) {
          throw new IllegalArgumentException("--compare needs a file or a directory: " + USAGE);
        }
        compared = directory.resolve(left.next()).normalize();
      } else if (argument.startsWith("-")) {
        throw new IllegalArgumentException("there is no option " + argument + ": " + USAGE);
      } else {
        names.add(argument);
      }
    }
    return new Options(isShort, compared, names);
  }
}
