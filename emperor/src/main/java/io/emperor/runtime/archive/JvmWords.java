package io.emperor.runtime.archive;

import io.emperor.base.ClassArchive;
import io.emperor.runtime.process.ProcessEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a vassal's JVM is told besides by its configuration and its environment. May hold
 * secrets.
 *
 * @param options the words of {@code jvm-options}
 * @param variables what the variables say that a JVM or its launcher reads, with their names
 */
record JvmWords(List<String> options, List<String> variables) {

  private static final List<String> READ =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** With agents and exchanged modules the classes are not those of the jars. */
  private static final Pattern CHANGES_CLASSES =
      Pattern.compile(
          "-javaagent:.*|-agent(lib|path):.*|-Xrun.*"
              + "|--(patch-module|limit-modules|upgrade-module-path)(=.*)?");

  private static final Pattern BETWEEN = Pattern.compile("[\\s'\"]+");

  static JvmWords of(List<String> options, ProcessEnvironment environment) {
    List<String> variables = new ArrayList<>();
    for (String name : READ) {
      String value = value(name, environment);
      if (value != null) {
        variables.add(name + "=" + value);
      }
    }
    return new JvmWords(options, variables);
  }

  /** A program of another user has nothing of the emperor's environment that may speak to a JVM. */
  private static @Nullable String value(String name, ProcessEnvironment environment) {
    String own = environment.environment().get(name);
    return own == null && environment.user() == null ? System.getenv(name) : own;
  }

  /**
   * Where somebody speaks of archives already, or of what does not go with them.
   *
   * @return the key or the variable; empty if nobody does
   */
  Optional<String> choice() {
    if (options.stream().anyMatch(JvmWords::isChoice)) {
      return Optional.of("jvm-options");
    }
    return variables.stream()
        .map(variable -> variable.split("=", 2))
        .filter(variable -> BETWEEN.splitAsStream(variable[1]).anyMatch(JvmWords::isChoice))
        .map(variable -> variable[0])
        .findFirst();
  }

  private static boolean isChoice(String word) {
    return ClassArchive.isChoice(word) || CHANGES_CLASSES.matcher(word).matches();
  }

  /** Whatever an archive may not fit to if it changes. */
  Stream<String> all() {
    return Stream.concat(options.stream(), variables.stream());
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return "JvmWords";
  }
}
