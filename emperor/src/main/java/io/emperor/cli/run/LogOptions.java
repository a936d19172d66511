package io.emperor.cli.run;

import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import io.emperor.logging.ClaimedDirectoryException;
import io.emperor.logging.EmperorLog;
import io.emperor.logging.LogFormat;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of the log. For one thread. */
final class LogOptions {

  private final OptionValues words;
  private final List<String> problems;

  /**
   * Of these words.
   *
   * @param problems takes what is wrong, a line each
   */
  LogOptions(OptionValues words, List<String> problems) {
    this.words = words;
    this.problems = problems;
  }

  /** Where the log goes and what it looks like; to be asked when all was checked. */
  LogSettings settings() {
    return new LogSettings(
        words.find(RunOption.LOG_DIR).map(word -> Path.of(word).toAbsolutePath()).orElse(null),
        format().orElse(LogFormat.TEXT),
        words.all(RunOption.LOG_LEVEL).stream().map(LogLevel::parse).toList());
  }

  private Optional<LogFormat> format() {
    return words
        .find(RunOption.LOG_FORMAT)
        .or(RunOption.LOG_FORMAT::standard)
        .flatMap(LogFormat::named);
  }

  void check() {
    if (format().isEmpty()) {
      wrong(
          RunOption.LOG_FORMAT,
          words.find(RunOption.LOG_FORMAT).orElse(""),
          "is neither text nor json");
    }
    words.all(RunOption.LOG_LEVEL).forEach(this::checkLogLevel);
    words.find(RunOption.LOG_DIR).ifPresent(this::checkLogDirectory);
    Stream.of(RunOption.LOG_DIR, RunOption.LOG_FORMAT)
        .filter(option -> EmperorLog.isConfiguredElsewhere() && words.find(option).isPresent())
        .forEach(
            option ->
                problems.add(
                    "%s: means nothing with -Dlogback.configurationFile, which says it all: leave one out"
                        .formatted(words.where(option))));
  }

  private void checkLogLevel(String word) {
    try {
      LogLevel unused = LogLevel.parse(word);
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s".formatted(words.where(RunOption.LOG_LEVEL), e.getMessage()));
    }
  }

  private void checkLogDirectory(String word) {
    try {
      EmperorLog.prepare(Path.of(word).toAbsolutePath());
    } catch (ClaimedDirectoryException e) {
      wrong(
          RunOption.LOG_DIR,
          word,
          "has the log of another emperor that runs: give each a directory of its own");
    } catch (FileAlreadyExistsException e) {
      wrong(RunOption.LOG_DIR, word, "is a file, not a directory");
    } catch (IOException e) {
      boolean plain = e instanceof FileSystemException on && on.getReason() != null;
      wrong(RunOption.LOG_DIR, word, "can't be written: " + (plain ? e.getMessage() : e));
    } catch (InvalidPathException e) {
      wrong(RunOption.LOG_DIR, word, "is no path");
    }
  }

  private void wrong(RunOption option, String word, String why) {
    problems.add("%s: %s %s".formatted(words.where(option), word, why));
  }
}
