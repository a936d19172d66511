package io.emperor.bench;

import java.nio.file.Path;
import java.util.List;

/** Runs the named comparisons, or all: {@code bench/run}. */
final class Main {

  private static final String FROM = "bench.from"; // where bench/run was called

  private Main() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Main::endWhatWasStarted, "end"));
    BenchPaths paths = new BenchPaths(Path.of("").toAbsolutePath());
    try {
      Options options = Options.of(List.of(arguments), Path.of(System.getProperty(FROM, "")));
      List<String> failed = new Bench(paths, Comparisons.all(paths), System.out).run(options);
      if (!failed.isEmpty()) {
        System.err.println("bench: could not be measured:\n" + String.join("\n", failed));
        System.exit(1);
      }
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Ctrl-C leaves nothing behind. */
  private static void endWhatWasStarted() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
