package io.emperor.cli.run;

import io.emperor.cli.option.RunOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A command line that can mean nothing else than to run the emperor, seen at a glance. */
public final class PlainRun {

  private PlainRun() {}

  /**
   * What it says.
   *
   * @param args the command line
   * @return its options; empty if another command may be meant, or help, or if a word is unknown
   */
  public static Optional<String[]> options(String[] args) {
    boolean named = args.length > 0 && args[0].equals("run");
    String[] options = named ? Arrays.copyOfRange(args, 1, args.length) : args;
    return isOptions(List.of(options)) ? Optional.of(options) : Optional.empty();
  }

  private static boolean isOptions(List<String> words) {
    boolean valueFollows = false;
    for (String word : words) {
      if (valueFollows) {
        valueFollows = false;
        continue;
      }
      Optional<RunOption> option = option(word);
      if (option.isEmpty()) {
        return false;
      }
      valueFollows = !word.contains("=") && !option.get().isFlag();
    }
    return !valueFollows;
  }

  private static Optional<RunOption> option(String word) {
    String flag = word.split("=", 2)[0];
    return Arrays.stream(RunOption.values()).filter(known -> known.flag().equals(flag)).findFirst();
  }
}
