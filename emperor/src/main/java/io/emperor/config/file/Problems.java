package io.emperor.config.file;

import java.util.ArrayList;
import java.util.List;
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

  public int count() {
    return count;
  }

  public void throwIfAny() {
    if (count > 0) {
      throw new InvalidConfigException(found, count - found.size());
    }
  }
}
