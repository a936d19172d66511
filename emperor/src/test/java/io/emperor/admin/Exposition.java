package io.emperor.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape in Prometheus' text format, taken apart: what there is, of which type and labels. */
final class Exposition {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_0-9]+)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_0-9]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Labels that belong to a type, and not to what is measured. */
  private static final Set<String> OF_TYPES = Set.of("le", "quantile");

  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  /**
   * A metric.
   *
   * @param type {@code counter}, {@code gauge}, {@code histogram} or {@code summary}
   * @param labels the names of its labels
   */
  record Metric(String type, Set<String> labels) {}

  static Exposition of(String text) {
    Exposition taken = new Exposition();
    String name = "";
    for (String line : text.split("\n", -1)) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        name = type.group(1);
        taken.metrics.put(name, new Metric(type.group(2), new TreeSet<>()));
      } else if (sample.matches()) {
        taken.labels(name, sample.group(2));
      } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
        throw new AssertionError("no line of the format: " + line);
      }
    }
    taken.metrics.keySet().removeIf(taken::isMaximum);
    return taken;
  }

  private void labels(String name, String written) {
    Metric metric = metrics.get(name);
    if (metric == null || written == null) {
      return;
    }
    LABEL
        .matcher(written)
        .results()
        .map(found -> found.group(1))
        .filter(label -> !OF_TYPES.contains(label))
        .forEach(metric.labels()::add);
  }

  /** Micrometer's own addition to what has a count and a sum. */
  private boolean isMaximum(String name) {
    return name.endsWith("_max") && metrics.containsKey(name.substring(0, name.length() - 4));
  }

  Map<String, Metric> metrics() {
    return metrics;
  }
}
