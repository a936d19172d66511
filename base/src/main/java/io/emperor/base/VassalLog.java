package io.emperor.base;

import java.util.function.Supplier;
import org.slf4j.MDC;

/** Puts a vassal's name beside log lines that are about it. */
public final class VassalLog {

  private static final String KEY = "vassal";

  private VassalLog() {}

  public static void with(String vassal, Runnable line) {
    boolean unused =
        with(
            vassal,
            () -> {
              line.run();
              return true;
            });
  }

  /** The same for what answers something. */
  public static <T> T with(String vassal, Supplier<T> task) {
    String before = MDC.get(KEY);
    MDC.put(KEY, vassal);
    try {
      return task.get();
    } finally {
      if (before == null) {
        MDC.remove(KEY);
      } else {
        MDC.put(KEY, before);
      }
    }
  }
}
