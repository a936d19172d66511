package io.emperor.config.uwsgi;

import java.util.List;

/**
 * What stands here for some of uWSGI's options: one row of the table.
 *
 * @param options their names; one that ends in a star stands for all that begin so
 * @param key the emperor's key or option with the shape of its value; empty if there is none
 * @param note what else there is to know; without a key, what to do
 * @param line makes a line of the options' values
 */
record Counterpart(List<String> options, String key, String note, KeyLine line) {

  /** What to do about an option with these values, one for each time that it stands there. */
  String remedy(List<String> values) {
    if (key.isEmpty()) {
      return note;
    }
    String verb = key.startsWith("--") ? "start the emperor with " : "write ";
    String written = verb + line.of(values).orElse(key);
    return note.isEmpty() ? written : written + ", " + note;
  }

  /** How much of an option's name is named here, in characters; 0 for a name of another row. */
  int nearness(String option) {
    return options.stream().mapToInt(name -> nearness(name, option)).max().orElse(0);
  }

  private static int nearness(String name, String option) {
    if (!name.endsWith("*")) {
      return name.equals(option) ? Integer.MAX_VALUE : 0;
    }
    String beginning = name.substring(0, name.length() - 1);
    return option.startsWith(beginning) ? beginning.length() : 0;
  }
}
