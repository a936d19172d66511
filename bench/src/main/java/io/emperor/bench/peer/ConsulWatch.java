package io.emperor.bench.peer;

import io.emperor.consul.ConsulBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code consul watch} of a key, with a script that replaces a file by its value. */
public final class ConsulWatch implements AutoCloseable {

  /** Told the key as JSON, with its value in Base64. */
  private static final String SCRIPT =
      """
      sed -n 's/.*"Value":"\\([^"]*\\)".*/\\1/p' | base64 -d >"$1.new" && mv "$1.new" "$1"
      """;

  private final Launched launched;
  private final Path file;

  private ConsulWatch(Launched launched, Path file) {
    this.launched = launched;
    this.file = file;
  }

  /**
   * Begins to watch.
   *
   * @param work where the file and the script are put
   * @param agent its host and port
   * @param key that is there
   */
  public static ConsulWatch of(Path work, String agent, String key) {
    Path script = Directory.io(() -> Files.writeString(work.resolve("watch.sh"), SCRIPT));
    Path file = work.resolve("watched");
    List<String> command =
        List.of(
            ConsulBinary.find().toString(),
            "watch",
            "-http-addr=" + agent,
            "-type=key",
            "-key=" + key,
            "-shell=false",
            "sh",
            script.toString(),
            file.toString());
    return new ConsulWatch(Launched.start(command, Map.of(), work.resolve("watch.log")), file);
  }

  /** Whether the file has that value. */
  public boolean has(String value) {
    return Files.exists(file) && Directory.io(() -> Files.readString(file)).equals(value);
  }

  @Override
  public void close() {
    launched.close();
  }
}
