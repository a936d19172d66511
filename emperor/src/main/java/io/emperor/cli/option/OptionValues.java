package io.emperor.cli.option;

import io.emperor.base.NearestName;
import io.emperor.config.EmperorFile;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.consul.settings.SecretFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The words that were said for each option, the strongest source winning: command line,
 * environment, the file that {@code --config} names. Problems with the sources are kept, to be
 * reported with others.
 */
public final class OptionValues {

  private final Map<RunOption, Said> said = new EnumMap<>(RunOption.class);
  private final List<String> problems = new ArrayList<>();
  private boolean fileIsWrong;

  /** What was said and where, {@code --vassals} or {@code EMPEROR_VASSALS} or {@code FILE:LINE}. */
  record Said(List<String> words, String where) {}

  private OptionValues() {}

  public static OptionValues of(ParseResult parsed, Map<String, String> environment) {
    Map<RunOption, List<String>> words = new EnumMap<>(RunOption.class);
    for (RunOption option : RunOption.values()) {
      OptionSpec matched = parsed.matchedOption(option.flag());
      if (matched != null) {
        words.put(option, option.isFlag() ? List.of() : matched.stringValues());
      }
    }
    OptionValues values = new OptionValues();
    values.unknown(parsed.unmatched(), parsed.commandSpec().root().subcommands().keySet());
    values.read(words, environment);
    return values;
  }

  /**
   * The same of a command line on which nothing is unknown.
   *
   * @param words those of each option that it has; none for a flag
   */
  public static OptionValues of(
      Map<RunOption, List<String>> words, Map<String, String> environment) {
    OptionValues values = new OptionValues();
    values.read(words, environment);
    return values;
  }

  private void read(Map<RunOption, List<String>> words, Map<String, String> environment) {
    for (RunOption option : RunOption.values()) {
      List<String> given = words.get(option);
      if (given != null) {
        say(option, option.isFlag() ? List.of("true") : given, option.flag());
      }
      fromEnvironment(option, environment.get(option.variable()));
    }
    find(RunOption.CONFIG).ifPresent(this::fromFile);
  }

  public Optional<String> find(RunOption option) {
    return all(option).stream().findFirst();
  }

  /** The words, of which only repeatable options have more than one. */
  public List<String> all(RunOption option) {
    Said found = said.get(option);
    return found == null ? List.of() : found.words();
  }

  /** What a message calls the option: where it was said. */
  public String where(RunOption option) {
    Said found = said.get(option);
    return found == null ? option.flag() : found.where();
  }

  /** Whether there is a file, but what it says could not be read. */
  public boolean isFileWrong() {
    return fileIsWrong;
  }

  public List<String> problems() {
    return problems;
  }

  private void unknown(List<String> unmatched, Set<String> commands) {
    List<String> flags = Arrays.stream(RunOption.values()).map(RunOption::flag).toList();
    boolean valueOfUnknown = false;
    for (String word : unmatched) {
      if (word.startsWith("-")) {
        String name = word.split("=", 2)[0];
        problems.add("%s: unknown option: %s".formatted(name, NearestName.remedy(name, flags)));
        valueOfUnknown = !word.contains("=");
      } else {
        if (!valueOfUnknown) {
          problems.add(
              "%s: unexpected, vassals are named by --vassals: %s"
                  .formatted(word, NearestName.remedy(word, commands)));
        }
        valueOfUnknown = false;
      }
    }
  }

  private void fromEnvironment(RunOption option, @Nullable String value) {
    if (value == null || value.isBlank() || said.containsKey(option)) {
      return;
    }
    List<String> words =
        option.isRepeatable()
            ? Stream.of(value.split(option.separator()))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList()
            : List.of(value);
    say(option, words, option.variable());
  }

  private void fromFile(RunOption option, List<String> words, String where) {
    if (words.size() > 1 && !option.isRepeatable()) {
      problems.add(
          String.format(Locale.ROOT, "%s: %d values where one is meant", where, words.size()));
    }
    if (!said.containsKey(option)) {
      say(option, words, where);
    }
  }

  private void say(RunOption option, List<String> words, String where) {
    if (words.stream().anyMatch(String::isBlank)) {
      problems.add("%s: is empty: leave it out or give it a value".formatted(where));
    }
    said.put(option, new Said(List.copyOf(words), where));
  }

  private void fromFile(String file) {
    try {
      EmperorFile read =
          EmperorFile.read(
              Path.of(file),
              Arrays.stream(RunOption.values())
                  .filter(option -> option != RunOption.CONFIG)
                  .map(RunOption::key)
                  .toList());
      for (RunOption option : RunOption.values()) {
        List<String> words = read.values().get(option.key());
        if (words != null) {
          fromFile(option, words, read.origins().get(option.key()) + ": " + option.key());
        }
      }
      if (read.values().containsKey(RunOption.CONSUL_TOKEN.key())) {
        SecretFile.look("--config", Path.of(file));
      }
    } catch (InvalidConfigException e) {
      problems.addAll(e.lines());
      fileIsWrong = true;
    } catch (InvalidPathException e) {
      problems.add("%s: %s is no path".formatted(where(RunOption.CONFIG), file));
    }
  }
}
