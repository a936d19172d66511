package io.emperor.cli;

import io.emperor.cli.option.ReaderOptions;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import io.emperor.config.DurationFormat;
import io.emperor.config.EffectiveConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.monitor.VassalFiles;
import io.emperor.monitor.VassalSource;
import io.emperor.provisioning.InputsReader;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.vassal.CheckedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emperor check-config [--membership FILE] FILE|DIR…}; needs no running emperor. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description =
        "Validates vassals' configuration files, or jars and wars with their own, or all that is in a directory, and prints the effective values with where each came from; secrets are masked.")
final class CheckConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..*",
      description =
          "NAME.yaml, .yml, .properties, .ini, .jar or .war, with what stands beside it; or a vassals directory.")
  private List<Path> paths = List.of();

  @Option(
      names = "--membership",
      paramLabel = "FILE.yaml",
      description = "What the option --membership of an emperor names; read as the emperor does.")
  private @Nullable Path membership;

  @Mixin private ReaderOptions words = new ReaderOptions();

  @Override
  public Integer call() {
    List<String> problems = new ArrayList<>();
    Path members = membership;
    if (members != null) {
      checkMembership(members, problems);
    } else if (paths.isEmpty()) {
      problems.add("check-config: name a file or a directory, or --membership FILE");
    }
    try {
      VassalConfigReader reader = words.reader(System.getenv());
      paths.forEach(path -> check(reader, path, problems));
    } catch (InvalidConfigException e) {
      problems.addAll(e.lines());
    }
    PrintWriter err = spec.commandLine().getErr();
    problems.forEach(problem -> err.println("emperor: " + problem));
    return problems.isEmpty() ? ExitStatus.CLEAN : ExitStatus.WRONG_WORDS;
  }

  private void checkMembership(Path file, List<String> problems) {
    try {
      String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
      var unused = new InputsReader(DurationFormat::parse, path).readMembership(file);
      new Screen(spec.commandLine()).line(file + " is valid");
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
    }
  }

  private void check(VassalConfigReader reader, Path path, List<String> problems) {
    if (Files.isDirectory(path)) {
      checkAll(reader, path, problems);
    } else if (Files.isRegularFile(path)) {
      VassalSource source = VassalFiles.around(path).orElseGet(() -> alone(path));
      check(reader, path, source, problems);
    } else {
      problems.add("%s: is no file and no directory".formatted(path));
    }
  }

  private void checkAll(VassalConfigReader reader, Path directory, List<String> problems) {
    try {
      VassalFiles files = VassalFiles.in(directory);
      files.vassals().forEach(source -> check(reader, source.file(), source, problems));
      problems.addAll(files.misnamed());
      if (files.vassals().isEmpty()) {
        new Screen(spec.commandLine()).line(directory + " holds no vassals");
      }
    } catch (IOException e) {
      problems.add("%s: can't be read: %s".formatted(directory, e.getMessage()));
    }
  }

  private void check(
      VassalConfigReader reader, Path shown, VassalSource source, List<String> problems) {
    CheckedFiles checked = CheckedFiles.of(source, reader);
    EffectiveConfig effective = checked.effective();
    if (effective != null) {
      print(shown, effective);
    }
    problems.addAll(checked.problems());
  }

  /** A configuration of whatever name. */
  private static VassalSource alone(Path file) {
    Path directory = Objects.requireNonNullElse(file.getParent(), Path.of(""));
    String name = String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
    return new VassalSource(name, List.of(), List.of(file), directory);
  }

  private void print(Path file, EffectiveConfig effective) {
    Screen screen = new Screen(spec.commandLine());
    screen.line(file + " is valid:");
    Table table = new Table();
    effective
        .values()
        .forEach(value -> table.row(value.key(), Table.cell(value.shown()), value.origin()));
    table.lines(2).forEach(screen::line);
  }
}
