package io.emperor.provisioning.update;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A JVM of its own that takes updates of {@code shop/limits}. */
final class StoringChild {

  private StoringChild() {}

  /**
   * Begins to take versions, each of them in a thread of its own, once a line is written to it.
   *
   * @param before begins the command: what prepares its world
   * @return prints a receipt or a failure for each version, in a line
   */
  static Process start(List<String> before, Path directory, List<Integer> versions)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(System.getProperty("java.home") + "/bin/java");
    words.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx64m"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(StoringChild.class.getName(), directory.toString()));
    versions.forEach(version -> words.add(version.toString()));
    return new ProcessBuilder(words).redirectError(new File("/dev/null")).start();
  }

  static ConfigUpdate update(int version) {
    return ConfigUpdate.of(
        "shop", "limits", version, "{\"is\":\"" + "x".repeat(version % 50 * 7) + version + "\"}");
  }

  /** In the child. */
  public static void main(String[] words) throws IOException, InterruptedException {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    UpdateStore store = new UpdateStore(Path.of(words[0]), product -> true);
    List<Thread> threads = new ArrayList<>();
    for (int at = 1; at < words.length; at++) {
      int version = Integer.parseInt(words[at]);
      threads.add(new Thread(() -> take(store, version)));
    }
    System.out.println("begins");
    int unused = System.in.read();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void take(UpdateStore store, int version) {
    try {
      System.out.println(store.take(update(version)));
    } catch (UpdateException | InterruptedException e) {
      System.out.println(e.getMessage());
    }
  }
}
