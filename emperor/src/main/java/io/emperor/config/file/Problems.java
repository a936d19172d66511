package io.emperor.config.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Collects problems, so that all of them are reported at once; of very many, the first ones and how
 * many more there are. For one thread.
 */
public final class Problems {

  public static final int MOST = 20;

  private final List<Problem> found = new ArrayList<>();
  private int count;

  public void add(Origin origin, String key, String seen, String remedy) {
    add(() -> new Problem(origin.toString(), key, seen, remedy));
  }

  /** Adds one that takes time to word, which nobody spends on those that are only counted. */
  public void add(Supplier<Problem> problem) {
    if (count < MOST) {
      found.add(problem.get());
    }
    count++;
  }

  /**
   * Adds one that others have worded.
   *
   * @param line the file and the line, a colon, what is wrong, and perhaps a semicolon and what to
   *     do
   */
  public void add(String line) {
    int colon = line.indexOf(": ");
    int semicolon = line.lastIndexOf("; ");
    String seen = line.substring(colon + 2, semicolon > colon ? semicolon : line.length());
    String remedy = semicolon > colon ? line.substring(semicolon + 2) : "correct it";
    add(() -> new Problem(colon < 0 ? "" : line.substring(0, colon), "", seen, remedy));
  }

  public int count() {
    return count;
  }

  public void throwIfAny() {
    refusal()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /** All of them as what is thrown; empty if there are none. */
  public Optional<InvalidConfigException> refusal() {
    return count == 0
        ? Optional.empty()
        : Optional.of(new InvalidConfigException(found, count - found.size()));
  }
}
