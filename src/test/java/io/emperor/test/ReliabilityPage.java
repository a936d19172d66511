package io.emperor.test;

import io.emperor.consul.ConsulBinary;
import io.emperor.consul.ReliabilityResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Writes the page about reliability after each class of tests that has something to say in it, from
 * what is measured by then: to the file that the system property {@code reliability.page} names,
 * else below {@code target}.
 */
final class ReliabilityPage implements AfterAllCallback {

  private static final Path PAGE =
      Path.of(System.getProperty("reliability.page", "target/reliability.md"));

  /** The tests of the bridge have run before, in their own module. */
  private static final Path OF_THE_BRIDGE =
      Path.of("../../consul-bridge/target/reliability-results.txt");

  private static final String LOCKS =
      "lock contended in outages|two holders of one lock at one time|0|not measured in this run";

  private record Row(String fault, String promise, String figure, String measured) {

    static Row parse(String line) {
      String[] cells = line.split("\\|", 4);
      return new Row(cells[0], cells[1], cells[2], cells[3]);
    }

    String about() {
      return fault + "|" + promise;
    }

    boolean isPromised() {
      return !figure.equals("-");
    }

    /** The number in front of what was measured. */
    long number() {
      String digits = measured.replaceAll("\\D.*", "");
      return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    String cells() {
      return "| " + String.join(" | ", fault, promise, figure, measured) + " |\n";
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    Map<String, Row> rows = new LinkedHashMap<>();
    addAll(rows, List.of(LOCKS));
    addAll(rows, lines(OF_THE_BRIDGE));
    addAll(rows, lines(ReliabilityResults.file()));
    String page =
        ReliabilityText.INTRODUCTION.formatted(when(), consul())
            + summary(rows)
            + ReliabilityText.TABLE
            + table(rows)
            + ReliabilityText.EXPLANATIONS;
    Files.createDirectories(PAGE.toAbsolutePath().getParent());
    Files.writeString(PAGE, page);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void addAll(Map<String, Row> rows, List<String> lines) {
    for (String line : lines) {
      Row row = Row.parse(line);
      rows.put(row.about(), row);
    }
  }

  /** Every promise with the worst that was measured, over all faults. */
  private static String summary(Map<String, Row> rows) {
    Map<String, List<Row>> promises =
        rows.values().stream()
            .filter(Row::isPromised)
            .collect(Collectors.groupingBy(Row::promise, TreeMap::new, Collectors.toList()));
    return promises.entrySet().stream()
        .map(promise -> summary(promise.getKey(), promise.getValue()))
        .collect(Collectors.joining());
  }

  private static String summary(String promise, List<Row> rows) {
    Row worst = rows.stream().max(Comparator.comparingLong(Row::number)).orElseThrow();
    List<String> cells =
        List.of(promise, worst.figure(), worst.measured(), Integer.toString(rows.size()));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String table(Map<String, Row> rows) {
    StringBuilder table = new StringBuilder();
    rows.values().stream()
        .map(Row::fault)
        .distinct()
        .sorted()
        .forEach(
            fault ->
                rows.values().stream()
                    .filter(row -> row.fault().equals(fault))
                    .forEach(row -> table.append(row.cells())));
    return table.toString();
  }

  private static LocalDate when() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static String consul() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(ConsulBinary.find().toString(), "version").start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("an unknown Consul");
    int unused = process.waitFor();
    return text;
  }
}
