package io.emperor.bench;

import io.emperor.bench.figure.Result;
import io.emperor.bench.figure.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Runs the named comparisons, or all: {@code bench/run}. */
final class Main {

  private Main() {}

  public static void main(String[] names) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(Main::endWhatWasStarted, "end"));
    BenchPaths paths = new BenchPaths(Path.of("").toAbsolutePath());
    List<Comparison> all = Comparisons.all(paths);
    List<Comparison> chosen = chosen(all, List.of(names));
    Results results = new Results(paths);
    List<String> failed = new ArrayList<>();
    for (Comparison comparison : chosen) {
      try {
        Result result = run(comparison);
        results.keep(result);
        System.out.println(Table.of(result.rows()));
      } catch (Exception | AssertionError e) { // the next one may do better
        failed.add(comparison.name() + ": " + e);
      }
      results.writePage(all);
    }
    if (!failed.isEmpty()) {
      System.err.println("bench: could not be measured:\n" + String.join("\n", failed));
      System.exit(1);
    }
  }

  /** Ctrl-C leaves nothing behind. */
  private static void endWhatWasStarted() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static List<Comparison> chosen(List<Comparison> all, List<String> names) {
    List<String> known = all.stream().map(Comparison::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        System.err.printf(
            "bench: no comparison is called %s: there are %s%n", name, String.join(", ", known));
        System.exit(2);
      }
    }
    return all.stream()
        .filter(comparison -> names.isEmpty() || names.contains(comparison.name()))
        .toList();
  }

  private static Result run(Comparison comparison) throws Exception {
    System.out.printf("%n=== %s%n", comparison.title());
    long begun = System.nanoTime();
    Comparison.Figures figures = comparison.measure();
    return new Result(
        comparison.name(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        Machine.describe(),
        (System.nanoTime() - begun) / 1_000_000_000,
        figures.rows(),
        figures.curves());
  }
}
