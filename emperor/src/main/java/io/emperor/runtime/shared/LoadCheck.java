package io.emperor.runtime.shared;

import io.emperor.runtime.Launch;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Looks whether a jar provides what can be loaded, as a start does, and lets go of it again. */
public final class LoadCheck {

  private LoadCheck() {}

  /**
   * Looks at the classes of a jar; none of its code is run.
   *
   * @param vassal the vassal's name
   * @param jar the jar, which is not run but looked at where it is
   * @throws UnusableAppException if it is broken or provides no vassal
   * @throws IOException if it can't be read
   */
  public static void of(String vassal, Path jar) throws UnusableAppException, IOException {
    LoadedApp.of(new Launch(vassal, vassal, 1, jar, jar, jar, Map.of(), null, false))
        .loader()
        .close();
  }
}
