package io.emperor.consul;

import org.slf4j.MDC;

/** Puts a vassal's name beside log lines that are about it. */
final class VassalLog {

  private static final String KEY = "vassal";

  private VassalLog() {}

  static void with(String vassal, Runnable line) {
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
