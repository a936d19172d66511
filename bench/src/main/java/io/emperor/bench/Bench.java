package io.emperor.bench;

import io.emperor.bench.figure.Difference;
import io.emperor.bench.figure.Result;
import io.emperor.bench.figure.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs comparisons, one after the other, and tells what they have measured. Not thread-safe. */
final class Bench {

  private final Results results;
  private final List<Comparison> all;
  private final PrintStream out;
  private final List<String> worse = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  Bench(BenchPaths paths, List<Comparison> all, PrintStream out) {
    this.results = new Results(paths);
    this.all = all;
    this.out = out;
  }

  /**
   * Runs what was asked for. It is kept and goes to the page, unless it was made short or is held
   * against what was recorded.
   *
   * @return what could not be measured, and why: a line each
   * @throws IllegalArgumentException if something is named that isn't there, or the recorded
   *     results can't be read; nothing was measured then
   */
  List<String> run(Options options) {
    Path compared = options.compared();
    SortedMap<String, Result> recorded =
        compared == null ? new TreeMap<>() : Results.read(compared);
    for (Comparison comparison : chosen(options, recorded)) {
      try {
        Result result = measure(comparison, options.isShort());
        out.println(Table.of(result.rows()));
        if (compared != null) {
          compare(recorded.get(result.name()), result, options.isShort());
        } else if (!options.isShort()) {
          results.keep(result);
        }
      } catch (Exception | AssertionError e) { // the next one may do better
        failed.add(comparison.name() + ": " + e);
      }
      if (compared == null && !options.isShort()) {
        results.writePage(all);
      }
    }
    if (compared != null) {
      tell(compared, recorded);
    }
    return List.copyOf(failed);
  }

  private List<Comparison> chosen(Options options, SortedMap<String, Result> recorded) {
    List<String> known = names(all);
    for (String name : options.names()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no comparison is called " + name + ": there are " + String.join(", ", known));
      }
    }
    List<Comparison> chosen =
        all.stream()
            .filter(
                comparison ->
                    options.names().isEmpty()
                        ? recorded.isEmpty() || recorded.containsKey(comparison.name())
                        : options.names().contains(comparison.name()))
            .filter(comparison -> !options.isShort() || comparison.inShort().isPresent())
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "none of what is asked for can be measured "
              + (options.isShort()
                  ? "in short: that can " + String.join(", ", names(inShort()))
                  : "any more: there are " + String.join(", ", known)));
    }
    return chosen;
  }

  private List<Comparison> inShort() {
    return all.stream().filter(comparison -> comparison.inShort().isPresent()).toList();
  }

  private static List<String> names(List<Comparison> comparisons) {
    return comparisons.stream().map(Comparison::name).toList();
  }

  private Result measure(Comparison comparison, boolean isShort) throws Exception {
    out.printf("%n=== %s%n", comparison.title());
    Callable<Comparison.Figures> measurement =
        isShort ? comparison.inShort().orElseThrow() : comparison::measure;
    long begun = System.nanoTime();
    Comparison.Figures figures = measurement.call();
    return new Result(
        comparison.name(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        Machine.describe(),
        (System.nanoTime() - begun) / 1_000_000_000,
        figures.rows(),
        figures.curves());
  }

  private void compare(@Nullable Result before, Result now, boolean isShort) {
    if (before == null) {
      out.printf("%s was not recorded: there is nothing to compare it with%n", now.name());
      return;
    }
    if (!before.machine().equals(now.machine())) {
      out.printf("recorded on %s%nmeasured on %s%n", before.machine(), now.machine());
    }
    List<Difference> differences =
        Difference.between(before.rows(), now.rows()).stream()
            .filter(each -> !isShort || each.verdict() != Difference.Verdict.GONE)
            .toList();
    out.printf("since %s:%n%s%n", before.date(), Table.ofDifferences(differences));
    differences.stream()
        .filter(each -> each.verdict() == Difference.Verdict.WORSE)
        .forEach(each -> worse.add(now.name() + ": " + each.what()));
  }

  private void tell(Path compared, SortedMap<String, Result> recorded) {
    recorded.keySet().stream()
        .filter(name -> !names(all).contains(name))
        .forEach(name -> out.printf("%s was recorded, and is not measured any more%n", name));
    out.printf(
        "%s than in %s by more than its spread; nothing was recorded%n",
        worse.isEmpty() ? "nothing that was measured is worse" : "worse", compared);
    worse.forEach(each -> out.printf("- %s%n", each));
  }
}
