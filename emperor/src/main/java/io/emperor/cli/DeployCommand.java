package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.VassalView;
import io.emperor.cli.option.ReaderOptions;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Progress;
import io.emperor.cli.terminal.Screen;
import io.emperor.config.DurationFormat;
import io.emperor.config.EffectiveConfig;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.monitor.VassalFiles;
import io.emperor.monitor.VassalSource;
import io.emperor.vassal.CheckedFiles;
import io.emperor.vassal.status.VassalState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code emperor deploy APP [CONFIG]}. */
@Command(
    name = "deploy",
    description =
        "Puts an app into the vassals directory of a running emperor on this machine, and waits until it runs or has failed. The app and its configuration are checked first, copied under hidden names, and renamed, the configuration first; what is there of that name is replaced.")
final class DeployCommand extends VassalCommand {

  private static final long PAUSE_MILLIS = 100;

  /** A directory on a file system that tells nothing is looked at every few seconds. */
  private static final Duration UNNOTICED = Duration.ofSeconds(30);

  @Parameters(index = "0", paramLabel = "APP", description = "The jar or war.")
  private Path app = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CONFIG",
      description =
          "Its configuration: .yaml, .yml, .properties or .ini. When not given, the one that is there stays.")
  private @Nullable Path config;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The vassal's name. When not given: the app's file name without its ending.")
  private @Nullable String name;

  @Option(
      names = "--vassals",
      paramLabel = "DIR",
      description = "Which of its vassals directories, where the emperor watches several.")
  private @Nullable Path vassals;

  @Mixin private ReaderOptions words = new ReaderOptions();

  @Override
  int run(AdminClient client, Screen screen) throws Exception {
    String vassal = vassal();
    Path directory = directory(client, vassal);
    CheckedFiles checked = checked(directory, vassal);
    EffectiveConfig effective = checked.effective();
    if (effective == null) {
      checked.problems().forEach(line -> commandLine().getErr().println("emperor: " + line));
      return ExitStatus.WRONG_WORDS;
    }
    if (effective.config().placement().isPlaced()) {
      put(directory, vassal);
      screen.line(
          isJson()
              ? client.fleetJson()
              : vassal + " is there, and the fleet decides who runs it: see emperor fleet");
      return ExitStatus.CLEAN;
    }
    VassalView before = find(client, vassal).orElse(null);
    put(directory, vassal);
    Optional<VassalView> now = awaited(client, vassal, before == null ? 0 : before.attempt());
    if (now.isEmpty()) {
      throw new AdminException(
          "%s is in %s, and the emperor has not noticed it within %s: look at its log"
              .formatted(vassal, directory, DurationFormat.format(UNNOTICED)));
    }
    return told(client, screen, now.get(), before == null ? 0 : before.attempt());
  }

  private String vassal() throws UsageException {
    List<String> wrong = new ArrayList<>();
    wrong(app, "APP", VassalFiles.APPS, "a jar or a war", wrong);
    if (config != null) {
      wrong(config, "CONFIG", VassalFiles.CONFIGS, "a configuration file", wrong);
    }
    String file = String.valueOf(app.getFileName());
    String vassal =
        name == null ? file.substring(0, file.length() - FilePlacement.ending(app).length()) : name;
    if (!VassalFiles.isName(vassal)) {
      wrong.add(
          "--as: %s can't be a vassal's name: letters, digits and . _ - + @, at most 200, a letter or digit first"
              .formatted(vassal));
    }
    if (!wrong.isEmpty()) {
      throw new UsageException(wrong);
    }
    return vassal;
  }

  private static void wrong(
      Path file, String word, List<String> endings, String what, List<String> wrong) {
    if (!endings.contains(FilePlacement.ending(file))) {
      wrong.add(
          "%s: %s is not %s: its name has to end in %s"
              .formatted(word, file, what, String.join(" or ", endings)));
    } else if (!Files.isRegularFile(file)) {
      wrong.add("%s: %s is no file".formatted(word, file));
    }
  }

  /** Where the vassal is, or where the emperor would look for it. */
  private Path directory(AdminClient client, String vassal) throws AdminException {
    String file = vassal + FilePlacement.ending(app);
    List<Path> watched = client.directories(file).stream().map(Path::of).toList();
    Path said = vassals;
    List<Path> meant =
        watched.stream()
            .filter(one -> said == null ? isIn(one, vassal) : isSame(one, said))
            .toList();
    if (said == null && meant.isEmpty()) {
      meant = watched;
    }
    if (meant.size() != 1) {
      throw new AdminException(
          "%s for %s: %s: name one of them with --vassals"
              .formatted(
                  said == null
                      ? String.format(
                          Locale.ROOT, "the emperor watches %d directories", meant.size())
                      : "the emperor does not watch " + said,
                  file,
                  watched.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }
    if (!Files.isDirectory(meant.get(0))) {
      throw new AdminException("%s is no directory on this machine".formatted(meant.get(0)));
    }
    return meant.get(0);
  }

  private static boolean isSame(Path watched, Path said) {
    try {
      return Files.isSameFile(watched, said);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isIn(Path directory, String vassal) {
    VassalSource there = VassalFiles.in(directory, vassal);
    return !there.apps().isEmpty() || !there.configs().isEmpty();
  }

  private CheckedFiles checked(Path directory, String vassal) {
    List<Path> configs =
        config == null ? VassalFiles.in(directory, vassal).configs() : List.of(config);
    VassalSource source = new VassalSource(vassal, List.of(app), configs, directory);
    try {
      return CheckedFiles.withApp(source, words.reader(System.getenv()));
    } catch (InvalidConfigException e) {
      return new CheckedFiles(null, e.lines());
    }
  }

  private void put(Path directory, String vassal) throws AdminException {
    try (FilePlacement placement = FilePlacement.copied(directory, vassal, config, app)) {
      placement.reveal();
    } catch (AccessDeniedException e) {
      throw new AdminException("%s can't be written to: permission denied".formatted(directory));
    } catch (IOException e) {
      throw new AdminException("%s can't be put into %s: %s".formatted(vassal, directory, e));
    }
  }

  /** What has become of the attempt after that one; empty if there is none. */
  private Optional<VassalView> awaited(AdminClient client, String vassal, int before)
      throws AdminException, InterruptedException {
    long end = System.nanoTime() + UNNOTICED.toNanos();
    Optional<VassalView> now = Optional.empty();
    try (Progress progress = new Progress(commandLine())) {
      while (now.filter(seen -> isOver(seen, before)).isEmpty()) {
        if (now.filter(seen -> seen.attempt() > before).isEmpty() && System.nanoTime() > end) {
          return Optional.empty();
        }
        progress.show(vassal + ": " + now.map(VassalView::state).orElse("not seen yet"));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        now = find(client, vassal);
      }
    }
    return now;
  }

  /** What an operator has stopped is not tried. */
  private static boolean isOver(VassalView now, int before) {
    return now.is(VassalState.STOPPED) || (now.attempt() > before && !now.trying());
  }

  private static Optional<VassalView> find(AdminClient client, String vassal)
      throws AdminException {
    return client.vassals().stream().filter(one -> one.name().equals(vassal)).findFirst();
  }

  private int told(AdminClient client, Screen screen, VassalView now, int before)
      throws AdminException {
    screen.line(
        isJson()
            ? client.get(AdminClient.path(now.name())).strip()
            : screen.coloured(now, ActionCommand.outcome(now)));
    if (now.is(VassalState.STOPPED)) {
      throw new AdminException(
          "the new files are there, and emperor start %s runs them".formatted(now.name()));
    }
    return now.isInService() && now.generation() > before ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }
}
