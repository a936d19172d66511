package io.emperor.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes inherit from each other, and are known by where the system tells of them in files
 * as Linux does: a variable in the environment, and an open file. Whoever clears the one keeps the
 * other, mostly.
 *
 * @param variable how the variable begins, with its name
 * @param file how the file's absolute path begins
 */
record ProcessMark(String variable, String file) {

  /** The first one that is free where a program begins. */
  private static final String DESCRIPTOR = "3";

  private static final Path PROC = Path.of("/proc");

  /** The variable, where it is known whole. */
  String text() {
    return variable.replace("\0", "");
  }

  boolean isOn(ProcessHandle process) {
    Path place = PROC.resolve(Long.toString(process.pid()));
    return hasVariable(place) || hasFile(place);
  }

  private boolean hasVariable(Path place) {
    try {
      String text = Files.readString(place.resolve("environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + text).contains("\0" + variable);
    } catch (IOException e) {
      return false; // another user's, or it has just ended
    }
  }

  private boolean hasFile(Path place) {
    try {
      Path open = Files.readSymbolicLink(place.resolve("fd").resolve(DESCRIPTOR));
      return open.toString().startsWith(file);
    } catch (IOException e) {
      return false; // it has none, or as above
    }
  }
}
