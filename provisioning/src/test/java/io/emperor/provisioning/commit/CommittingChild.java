package io.emperor.provisioning.commit;

import io.emperor.provisioning.program.Ended;
import io.emperor.provisioning.program.OnChange;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JVM of its own that commits: it can be killed, and find itself in another world of mounts. */
final class CommittingChild {

  private CommittingChild() {}

  /** Begins to commit self-described contents for ever. Prints a line before the first commit. */
  static Process loop(List<Path> destinations) throws IOException {
    return start(List.of(), "loop", destinations);
  }

  /**
   * Commits twice, two contents.
   *
   * @param shell a script that prepares the world and ends in {@code exec "$@"}
   * @param before begins the command: who runs it
   * @return what it prints: an outcome a line, and the log
   */
  static String twice(List<String> before, String shell, List<Path> destinations)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(before);
    words.addAll(List.of("/bin/sh", "-e", "-c", shell, "sh"));
    Process process = start(words, "twice", destinations);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  private static Process start(List<String> before, String what, List<Path> destinations)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(System.getProperty("java.home") + "/bin/java");
    words.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx64m"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(CommittingChild.class.getName(), what));
    destinations.forEach(each -> words.add(each.toString()));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .start();
  }

  /** A commit of a vassal whose checks succeed. */
  static FileCommit commit() {
    return new FileCommit(
        "shop", new Checks(command -> new Ended(0, false), Map.of(), Path.of("/"), true));
  }

  static List<RenderedFile> files(List<Path> destinations, long number) {
    return destinations.stream()
        .map(
            destination ->
                new RenderedFile(
                    new FilePlan(
                        destination,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("true"),
                        OnChange.RELOAD),
                    SelfDescribed.content(number)))
        .toList();
  }

  /** In the child. */
  public static void main(String[] words) throws InterruptedException {
    List<Path> destinations = Arrays.stream(words).skip(1).map(Path::of).toList();
    FileCommit commit = commit();
    long last = words[0].equals("loop") ? Long.MAX_VALUE : 2;
    System.out.println("begins");
    for (long number = 1; number <= last; number++) {
      Outcome outcome = commit.commit(files(destinations, number));
      if (last == 2) {
        System.out.println(outcome);
      }
    }
  }
}
