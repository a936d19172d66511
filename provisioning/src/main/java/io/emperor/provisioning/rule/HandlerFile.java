package io.emperor.provisioning.rule;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A handler's file, looked at before it is run: what the system says about one that it can't run,
 * it says in words that nobody understands, or has a shell guess.
 *
 * @param program absolute
 */
record HandlerFile(Path program) {

  /** What the system looks at. */
  private static final int HEAD = 256;

  /**
   * Looks for the handler of a rule.
   *
   * @param path the directories to look in
   * @throws IOException if there is none that can be run, with the reason
   */
  static HandlerFile of(Rule rule, List<Path> path) throws IOException {
    try {
      HandlerFile found = new HandlerFile(found(rule, path));
      found.requireRunnable();
      return found;
    } catch (InvalidPathException e) {
      throw new IOException("it or its interpreter has a name that no file can have", e);
    }
  }

  private static Path found(Rule rule, List<Path> path) throws IOException {
    if (rule.handler().contains("/")) {
      return rule.directory().resolve(rule.handler()).toAbsolutePath().normalize();
    }
    List<Path> candidates =
        path.stream()
            .map(directory -> directory.resolve(rule.handler()))
            .filter(Files::isRegularFile)
            .toList();
    return candidates.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .orElseThrow(() -> new IOException("it is in no directory of the path"));
  }

  private void requireRunnable() throws IOException {
    if (!Files.isRegularFile(program)) {
      throw new IOException(SafeText.name(program) + " is no file that is there");
    }
    if (!Files.isExecutable(program)) {
      throw new IOException(SafeText.name(program) + " is not executable");
    }
    String head = Files.isReadable(program) ? head() : "\0"; // a program need not be readable
    if (head.startsWith("#!")) {
      requireInterpreter(head.substring(2));
    } else if (head.indexOf('\0') < 0) {
      throw new IOException(
          SafeText.name(program) + " is no program: its first line names no interpreter (#!)");
    }
  }

  private String head() throws IOException {
    try (InputStream stream = Files.newInputStream(program)) {
      return new String(stream.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(SafeText.name(program) + " can't be read", e);
    }
  }

  private void requireInterpreter(String head) throws IOException {
    String line = head.split("\n", 2)[0].replaceFirst("^[ \t]+", "");
    String interpreter = line.split("[ \t]", 2)[0]; // a carriage return is part of the name
    if (interpreter.isEmpty() || !Files.isExecutable(Path.of(interpreter))) {
      throw new IOException(
          "the interpreter of "
              + SafeText.name(program)
              + " is not there: "
              + SafeText.name(interpreter));
    }
  }
}
