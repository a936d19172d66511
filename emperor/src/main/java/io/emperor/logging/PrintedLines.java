package io.emperor.logging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** Makes lines of the log out of what apps print to one stream. Thread safe. */
final class PrintedLines {

  /** What is longer becomes several lines. */
  private static final int LONGEST = 4096;

  private final Logger log;
  private final Map<String, ByteArrayOutputStream> begun = new HashMap<>(); // guarded by this

  PrintedLines(Logger log) {
    this.log = log;
  }

  /** A vassal prints something. */
  void add(String vassal, byte[] bytes, int offset, int length) {
    taken(vassal, bytes, offset, length).forEach(line -> log(vassal, line));
  }

  /** A vassal prints nothing more. */
  void end(String vassal) {
    @Nullable ByteArrayOutputStream rest;
    synchronized (this) {
      rest = begun.remove(vassal);
    }
    if (rest != null) {
      log(vassal, text(rest));
    }
  }

  private synchronized List<String> taken(String vassal, byte[] bytes, int offset, int length) {
    List<String> lines = new ArrayList<>();
    for (int i = offset; i < offset + length; i++) {
      boolean cut = bytes[i] == '\n' || isFull(vassal, bytes[i]);
      ByteArrayOutputStream line = cut ? begun.remove(vassal) : null;
      if (line != null) {
        lines.add(text(line));
      }
      if (bytes[i] != '\n') {
        begun.computeIfAbsent(vassal, name -> new ByteArrayOutputStream()).write(bytes[i]);
      }
    }
    return lines;
  }

  /** A character is not cut in two. */
  private boolean isFull(String vassal, byte next) {
    ByteArrayOutputStream line = begun.get(vassal);
    return line != null && line.size() >= LONGEST && (next & 0xC0) != 0x80;
  }

  private static String text(ByteArrayOutputStream line) {
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** Not under a lock: who writes the log may hold others. */
  private void log(String vassal, String line) {
    if (line.isBlank()) {
      return;
    }
    @Nullable String before = MDC.get("vassal");
    MDC.put("vassal", vassal);
    try {
      log.info("{}", line);
    } finally {
      if (before == null) {
        MDC.remove("vassal");
      } else {
        MDC.put("vassal", before);
      }
    }
  }
}
