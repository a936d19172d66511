package io.emperor.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a program from running without its lease.
 *
 * @param fencing has it frozen
 * @param gate holds it back until then; {@code null} for one that waits by itself
 */
public record Fence(Fencing fencing, @Nullable StartGate gate) {

  /** Lets a process begin that has been started. */
  CompletableFuture<Void> enter(Child child) {
    try {
      return fencing.add(child.fenced()).thenRun(this::open);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void open() {
    try {
      if (gate != null) {
        gate.pass();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void leave(Child child) {
    try {
      fencing.remove(child.fenced());
    } catch (IOException e) {
      // It is gone, and known by the moment of its start: nobody else is taken for it.
    }
  }
}
