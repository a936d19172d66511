package io.emperor.runtime.process;

import io.emperor.runtime.owner.Account;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run in a process of its own.
 *
 * @param words the program and its arguments, at least one
 * @param environment what it finds in its environment
 * @param directory where it runs
 * @param inherits whether it finds the emperor's own environment there, too, which is weaker
 * @param user whom it runs as, with nothing of the emperor's environment that may be a secret;
 *     {@code null} for the emperor's user
 */
public record Program(
    List<String> words,
    Map<String, String> environment,
    Path directory,
    boolean inherits,
    @Nullable Account user) {

  /** One that inherits. */
  public Program(List<String> words, Map<String, String> environment, Path directory) {
    this(words, environment, directory, true);
  }

  /** One that runs as the emperor's user. */
  public Program(
      List<String> words, Map<String, String> environment, Path directory, boolean inherits) {
    this(words, environment, directory, inherits, null);
  }

  /** Copies the collections. */
  public Program {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a program has at least one word");
    }
  }

  /**
   * The same program with one more variable.
   *
   * @param value none if it is empty
   */
  Program knowing(String variable, String value) {
    if (value.isEmpty()) {
      return this;
    }
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(variable, value);
    return new Program(words, variables, directory, inherits, user);
  }

  /** Leaves the environment's values out, which may be secrets. */
  @Override
  public String toString() {
    return "Program[%s in %s with %s]"
        .formatted(String.join(" ", words), directory, environment.keySet());
  }
}
