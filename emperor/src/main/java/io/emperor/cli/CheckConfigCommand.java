package io.emperor.cli;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.InvalidConfigException;
import io.emperor.config.Problem;
import io.emperor.config.VassalConfigReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emperor check-config FILE…}; needs no running emperor. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description =
        "Validates vassals' configuration files, or jars and wars with their own, and prints the effective values with where each came from; secrets are masked.")
final class CheckConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "NAME.yaml, .yml, .properties, .ini, .jar or .war; what stands beside it counts.")
  private List<Path> files = List.of();

  @Option(
      names = "--vassal-set",
      paramLabel = "KEY=VALUE",
      description = "What run is given by --vassal-set, beside EMPEROR_VASSAL_SET; repeatable.")
  private Map<String, String> vassalSet = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "${env:EMPEROR_NAME}",
      description =
          "The emperor's name, which stands in default service IDs. Default: the host's name.")
  private @Nullable String name;

  @Override
  public Integer call() {
    List<String> problems = new ArrayList<>();
    try {
      VassalConfigReader reader = new VassalConfigReader(emperor(), withEnvironment());
      files.forEach(file -> check(reader, file, problems));
    } catch (InvalidConfigException e) {
      e.problems().stream().map(Problem::toString).forEach(problems::add);
    }
    PrintWriter err = spec.commandLine().getErr();
    problems.forEach(problem -> err.println("emperor: " + problem));
    return problems.isEmpty() ? Main.CLEAN : Main.WRONG_WORDS;
  }

  private String emperor() {
    return name == null || name.isBlank() ? HostAddresses.hostName() : name;
  }

  /** What the environment says to {@code run}, and more strongly what was said here. */
  private Map<String, String> withEnvironment() {
    Map<String, String> all = new LinkedHashMap<>();
    String said = System.getenv().getOrDefault(RunOption.VASSAL_SET.variable(), "");
    said.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> all.put(parts[0].strip(), parts[1].strip()));
    all.putAll(vassalSet);
    return all;
  }

  private void check(VassalConfigReader reader, Path file, List<String> problems) {
    if (!Files.isRegularFile(file)) {
      problems.add("%s: is no file".formatted(file));
      return;
    }
    String fileName = file.toAbsolutePath().getFileName().toString();
    int dot = fileName.lastIndexOf('.');
    String ending = dot < 1 ? "" : fileName.substring(dot + 1);
    String name = dot < 1 ? fileName : fileName.substring(0, dot);
    try {
      boolean app = ending.equals("jar") || ending.equals("war");
      print(
          file,
          reader.effective(
              name,
              app ? beside(file, name, "yaml", "yml", "properties", "ini") : file,
              app ? file : beside(file, name, "jar", "war")));
    } catch (InvalidConfigException e) {
      e.problems().stream().map(Problem::toString).forEach(problems::add);
    }
  }

  private static @Nullable Path beside(Path file, String name, String... endings) {
    return Stream.of(endings)
        .map(ending -> file.resolveSibling(name + "." + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
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
