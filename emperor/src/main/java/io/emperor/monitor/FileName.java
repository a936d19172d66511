package io.emperor.monitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a file's name says about it. */
record FileName(String vassal, String ending) {

  private static final Pattern VASSAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,199}");

  /** The parts of a name; empty for files that are none of the emperor's business. */
  static Optional<FileName> parse(String file) {
    if (file.startsWith(".")) {
      return Optional.empty();
    }
    return endings()
        .filter(ending -> ends(file, ending) && file.length() > ending.length())
        .findFirst()
        .map(ending -> new FileName(file.substring(0, file.length() - ending.length()), ending));
  }

  /** The file names that a vassal may have; its endings may be in capitals instead. */
  static List<String> of(String vassal) {
    return endings().map(ending -> vassal + ending).toList();
  }

  /** Whether a file is an app, and so a zip file. */
  static boolean isApp(Path file) {
    return VassalFiles.APPS.stream().anyMatch(ending -> ends(file.toString(), ending));
  }

  private static boolean ends(String file, String ending) {
    int start = file.length() - ending.length();
    return file.regionMatches(true, start, ending, 0, ending.length());
  }

  boolean isValid() {
    return VASSAL.matcher(vassal).matches();
  }

  private static Stream<String> endings() {
    return Stream.concat(VassalFiles.APPS.stream(), VassalFiles.CONFIGS.stream());
  }
}
