package io.emperor.runtime.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a small program has said that ends by itself.
 *
 * @param status how it has ended
 * @param text its standard output
 */
record Told(int status, String text) {

  private static final long LIMIT_SECONDS = 10;

  /**
   * Runs one; blocks for ten seconds at most.
   *
   * @throws IOException if it can't be run, or does not end
   */
  static Told by(List<String> words) throws IOException {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    var timeout =
        process
            .onExit()
            .completeOnTimeout(null, LIMIT_SECONDS, TimeUnit.SECONDS)
            .thenRun(process::destroyForcibly);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Void unused = timeout.join();
    if (process.isAlive()) {
      throw new IOException(words.get(0) + " has not answered within " + LIMIT_SECONDS + " s");
    }
    return new Told(process.exitValue(), text);
  }

  Stream<String> lines() {
    return text.lines();
  }
}
