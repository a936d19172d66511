package io.emperor.monitor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file's name or path as it may stand in a log: on one line, nothing hidden. */
final class Escaped {

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
  private static final int LONGEST = 300;

  private Escaped() {}

  static String of(Object path) {
    String text = path.toString();
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return INVISIBLE
        .matcher(shown)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.format(Locale.ROOT, "\\u%04x", match.group().codePointAt(0))));
  }
}
