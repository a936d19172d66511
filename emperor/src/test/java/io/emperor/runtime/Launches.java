package io.emperor.runtime;

import java.nio.file.Path;
import java.util.Map;

/** What jars are loaded with where only their classes matter. */
public final class Launches {

  private Launches() {}

  public static Launch of(String vassal, Path jar) {
    return new Launch(vassal, vassal + "-test", 1, jar, jar, jar, Map.of(), null, false);
  }
}
