package io.emperor.cli.run;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is as much free heap as the emperor's own work needs. Where little seems to be
 * free, it finds out by taking it for a moment: what nobody holds any more goes first.
 */
final class HeapReserve implements BooleanSupplier {

  private static final int PIECE = 64 * 1024;
  private static final long LEAST = 2 * 1024 * 1024;
  private static final long MOST = 16 * 1024 * 1024;

  private final long size = Math.max(LEAST, Math.min(MOST, Runtime.getRuntime().maxMemory() / 32));
  private final byte[] @Nullable [] held = new byte[(int) (size / PIECE)][];

  /** Needs no memory itself when there is none. */
  @Override
  public boolean getAsBoolean() {
    Runtime java = Runtime.getRuntime();
    return java.maxMemory() - java.totalMemory() + java.freeMemory() > 2 * size || canBeHad();
  }

  private boolean canBeHad() {
    try {
      for (int i = 0; i < held.length; i++) {
        held[i] = new byte[PIECE];
      }
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    } finally {
      Arrays.fill(held, null);
    }
  }
}
