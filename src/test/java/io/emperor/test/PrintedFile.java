package io.emperor.test;

import io.emperor.consul.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process prints into a file.
 *
 * @param file made by the process's start
 */
record PrintedFile(Path file) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  String text() {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a text is in it. */
  void says(String text) {
    Await.within(PATIENCE, text, () -> text().contains(text));
  }
}
