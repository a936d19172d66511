package io.emperor.runtime.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    CompletableFuture<Boolean> over = within(LIMIT_SECONDS, process);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!over.join()) {
      throw new IOException(words.get(0) + " has not answered within " + LIMIT_SECONDS + " s");
    }
    return new Told(process.exitValue(), text);
  }

  /**
   * Kills a process that takes too long.
   *
   * @return completed in any case: whether it has ended by itself
   */
  static CompletableFuture<Boolean> within(long seconds, Process process) {
    return process
        .onExit()
        .thenApply(ended -> true)
        .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
        .whenComplete(
            (ended, failure) -> {
              if (!ended) {
                Process unused = process.destroyForcibly();
              }
            });
  }

  Stream<String> lines() {
    return text.lines();
  }
}
