package io.emperor.provisioning.commit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What something is mounted on: a rename puts nothing in the place of that. */
final class MountPoints {

  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int PLACE = 4;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");
  private static final int OCTAL = 8;

  private MountPoints() {}

  /**
   * Whether something is mounted on a file.
   *
   * @param file its path without links
   * @throws IOException if the system does not tell
   */
  static boolean contains(Path file) throws IOException {
    return Files.readString(TABLE, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" ", -1))
        .anyMatch(fields -> fields.length > PLACE && plain(fields[PLACE]).equals(file.toString()));
  }

  /** Blanks and what else would end a field are written as three octal digits. */
  private static String plain(String field) {
    return ESCAPED
        .matcher(field)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group(1), OCTAL))));
  }
}
