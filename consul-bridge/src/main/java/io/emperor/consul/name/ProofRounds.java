package io.emperor.consul.name;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a table of what is held, a part each time, and begins anew after the last. Safe for
 * use by many threads.
 */
final class ProofRounds {

  private final AtomicReference<String> last = new AtomicReference<>("");

  /**
   * The next keys with their fences.
   *
   * @param most how many at most
   * @param fence of an entry; {@code null} for one that is left out
   */
  <T> Map<String, Long> next(
      NavigableMap<String, T> table, int most, Function<T, @Nullable Long> fence) {
    Map<String, Long> some = new HashMap<>();
    String from = String.valueOf(last.get());
    for (Map.Entry<String, T> entry : table.tailMap(from, false).entrySet()) {
      Long known = fence.apply(entry.getValue());
      if (known != null) {
        some.put(entry.getKey(), known);
      }
      if (some.size() == most) {
        last.set(entry.getKey());
        return some;
      }
    }
    last.set("");
    return some;
  }
}
