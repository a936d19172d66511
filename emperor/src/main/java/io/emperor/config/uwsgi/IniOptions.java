package io.emperor.config.uwsgi;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the options of an ini file's section {@code [uwsgi]} by uWSGI's own rules: {@code ;} and
 * {@code #} begin comments, a backslash at the end goes on in the next line, and a key needs no
 * value.
 */
final class IniOptions {

  private final List<GivenOption> options = new ArrayList<>();
  private boolean isInSection;

  private IniOptions() {}

  static List<GivenOption> of(String text) {
    IniOptions reading = new IniOptions();
    StringBuilder joined = new StringBuilder();
    int number = 0;
    int first = 1;
    for (String line : text.lines().toList()) {
      number++;
      boolean goesOn = line.endsWith("\\");
      joined.append(goesOn ? line.substring(0, line.length() - 1) : line);
      if (!goesOn) {
        reading.line(joined.toString().strip(), first);
        joined.setLength(0);
        first = number + 1;
      }
    }
    reading.line(joined.toString().strip(), first);
    return reading.options;
  }

  private void line(String line, int number) {
    if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[")) {
      isInSection = line.startsWith(UwsgiFile.NAME + "]", 1);
      return;
    }
    int equals = line.indexOf('=');
    String name = equals < 0 ? line : line.substring(0, equals).strip();
    if (isInSection && !name.isEmpty()) {
      String value = equals < 0 ? "" : line.substring(equals + 1).strip();
      options.add(new GivenOption(name, value, number));
    }
  }
}
