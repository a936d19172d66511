package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.client.FleetFiles;
import io.emperor.admin.view.Json;
import io.emperor.admin.view.KeyedFileEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.option.ReaderOptions;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.daemon.keyed.KeyedFiles;
import io.emperor.monitor.VassalFiles;
import io.emperor.monitor.VassalSource;
import io.emperor.vassal.CheckedFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code emperor fleet apply FILE…}. */
@Command(
    name = "apply",
    description =
        "Writes vassals' configurations to Consul through a running emperor, which mirrors them with --vassals consul:PREFIX. All of them are checked first; if anything is wrong with one, none is written.")
final class FleetApplyCommand extends VassalCommand {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "NAME.yaml, .yml, .properties or .ini: the configuration of the vassal NAME.")
  private List<Path> paths = List.of();

  @Mixin private ReaderOptions words = new ReaderOptions();

  private final List<String> problems = new ArrayList<>();

  @Override
  int run(AdminClient client, Screen screen) {
    Map<String, String> texts = texts();
    if (!problems.isEmpty()) {
      problems.forEach(problem -> commandLine().getErr().println("emperor: " + problem));
      return ExitStatus.WRONG_WORDS;
    }
    FleetFiles files = new FleetFiles(client);
    List<KeyedFileEntry> written = new ArrayList<>();
    int status = ExitStatus.CLEAN;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        written.add(files.apply(text.getKey(), text.getValue()));
        tell(screen, written.get(written.size() - 1));
      } catch (AdminException e) {
        commandLine().getErr().println(e.line());
        status = ExitStatus.FAILED;
      }
    }
    if (isJson()) {
      screen.line(Json.of(written));
    }
    return status;
  }

  private void tell(Screen screen, KeyedFileEntry entry) {
    if (!isJson()) {
      screen.line("%s: %s".formatted(SafeText.line(entry.name()), SafeText.line(entry.outcome())));
    }
  }

  /** The files' texts by the files' names. */
  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Path> vassals = new LinkedHashMap<>();
    try {
      VassalConfigReader reader = words.readerOfKeys(System.getenv());
      for (Path path : paths) {
        look(path, reader, vassals)
            .ifPresent(text -> texts.put(String.valueOf(path.getFileName()), text));
      }
    } catch (InvalidConfigException e) {
      problems.addAll(e.lines());
    }
    return texts;
  }

  private Optional<String> look(Path path, VassalConfigReader reader, Map<String, Path> vassals) {
    String file = String.valueOf(path.getFileName());
    String ending = FilePlacement.ending(path);
    String vassal = file.substring(0, file.length() - ending.length());
    if (!VassalFiles.CONFIGS.contains(ending) || !VassalFiles.isName(vassal)) {
      return wrong(
          path,
          "is no vassal's configuration: its name has to be the vassal's with %s"
              .formatted(String.join(" or ", VassalFiles.CONFIGS)));
    }
    if (!Files.isRegularFile(path)) {
      return wrong(path, "is no file");
    }
    Path other = vassals.putIfAbsent(vassal.toLowerCase(Locale.ROOT), path);
    if (other != null) {
      return wrong(path, "is the same vassal's as %s: leave one out".formatted(other));
    }
    Path directory = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
    VassalSource source = new VassalSource(vassal, List.of(), List.of(path), directory);
    problems.addAll(CheckedFiles.of(source, reader).problems());
    return text(path);
  }

  private Optional<String> text(Path path) {
    try {
      if (Files.size(path) > KeyedFiles.LONGEST) {
        return wrong(path, "is larger than 512 KB, which Consul does not take: make it smaller");
      }
      return Optional.of(Files.readString(path));
    } catch (CharacterCodingException e) {
      return Optional.empty(); // told by the check
    } catch (IOException e) {
      return wrong(path, "can't be read: " + e.getMessage());
    }
  }

  private Optional<String> wrong(Path path, String problem) {
    problems.add("%s: %s".formatted(SafeText.name(path), problem));
    return Optional.empty();
  }
}
