package io.emperor.base;

import org.slf4j.MDC;

/** Puts a vassal's name beside log lines that are about it. */
public final class VassalLog {

  private static final String KEY = "vassal";

  private VassalLog() {}

  public static void with(String vassal, Runnable line) {
    String before = MDC.get(KEY);
    MDC.put(KEY, vassal);
    try {
      line.run();
    } finally {
      if (before == null) {
        MDC.remove(KEY);
      } else {
        MDC.put(KEY, before);
      }
    }
  }
}
