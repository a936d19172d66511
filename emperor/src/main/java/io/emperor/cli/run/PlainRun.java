package io.emperor.cli.run;

import io.emperor.cli.option.RunOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line that can mean nothing else than to run the emperor, and is right so far. */
public final class PlainRun {

  private static final String RUN = "run";

  private final Map<String, RunOption> flags = new HashMap<>();
  private final Map<RunOption, List<String>> said = new EnumMap<>(RunOption.class);

  private PlainRun() {
    for (RunOption option : RunOption.values()) {
      flags.put(option.flag(), option);
    }
  }

  /**
   * What it says.
   *
   * @param args the command line
   * @return the words of each option that it has, none for a flag; empty if another command may be
   *     meant, or help, or if somebody has to be told that a word is wrong
   */
  public static Optional<Map<RunOption, List<String>>> options(String[] args) {
    List<String> words = List.of(args);
    boolean named = !words.isEmpty() && words.get(0).equals(RUN);
    PlainRun run = new PlainRun();
    return run.understands((named ? words.subList(1, words.size()) : words).iterator())
        ? Optional.of(run.said)
        : Optional.empty();
  }

  private boolean understands(Iterator<String> words) {
    while (words.hasNext()) {
      if (!understands(words.next(), words)) {
        return false;
      }
    }
    return true;
  }

  private boolean understands(String word, Iterator<String> rest) {
    int equals = word.indexOf('=');
    RunOption option = flags.get(equals < 0 ? word : word.substring(0, equals));
    if (option == null || (said.containsKey(option) && !option.isRepeatable())) {
      return false;
    }
    List<String> values = said.computeIfAbsent(option, first -> new ArrayList<>());
    if (option.isFlag()) {
      return equals < 0;
    }
    if (equals >= 0) {
      return values.add(word.substring(equals + 1));
    }
    return rest.hasNext() && isValue(rest.next(), values);
  }

  /** A word that begins so may be an option, or a file of words. */
  private static boolean isValue(String word, List<String> values) {
    return !word.startsWith("-") && !word.startsWith("@") && values.add(word);
  }
}
