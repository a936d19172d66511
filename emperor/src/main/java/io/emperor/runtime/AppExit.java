package io.emperor.runtime;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an app's calls of {@link System#exit} lead. Each app's class loader defines a copy of this
 * class, which therefore needs Java alone. Thread safe.
 */
public final class AppExit {

  private static volatile @Nullable IntConsumer told;

  private AppExit() {}

  /**
   * Says who is told.
   *
   * @param listener told the exit status, on the app's thread
   */
  public static void bind(IntConsumer listener) {
    told = listener;
  }

  /**
   * Stands for {@link System#exit}.
   *
   * @param status the exit status
   */
  public static void exit(int status) {
    IntConsumer listener = told;
    if (listener != null) {
      listener.accept(status);
    }
    // The call never returns, as its caller expects.
    throw new Error("the app has exited with status " + status);
  }

  /**
   * Stands for {@link Runtime#exit} and {@link Runtime#halt}.
   *
   * @param runtime what they are called on
   * @param status the exit status
   */
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }
}
