package io.emperor.vassal;

import io.emperor.config.EffectiveConfig;
import io.emperor.config.ForwardedHeaders;
import io.emperor.config.HookConfig;
import io.emperor.config.JarRole;
import io.emperor.config.ProcessConfig;
import io.emperor.config.StopSignalTo;
import io.emperor.config.VassalConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.monitor.VassalMonitor;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.App;
import io.emperor.runtime.Launch;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.ownjvm.OwnJvm;
import io.emperor.runtime.process.HookCommands;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.ProcessLaunch;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.StopSignal;
import io.emperor.runtime.shared.ClassPath;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a generation from a vassal's files: reads the configuration, takes a private copy, loads
 * it. None of the app's code is run. Thread safe.
 */
public final class GenerationLoader {

  private final VassalConfigReader configs;
  private final PrivateCopies copies;
  private final SharedJvm sharedJvm;
  private final OwnJvm ownJvm;
  private final Processes processes;
  private final Checks checks;
  private final ConsulBridge consul;
  private final Path data;
  private final VassalMonitor monitor;

  /**
   * Makes a nursery.
   *
   * @param checks makes the probes of programs
   * @param data the directory that holds each vassal's data directory
   * @param monitor told of an app that a vassal's configuration names, and of what an app needs
   *     beside it, so that their change is noticed
   */
  public GenerationLoader(
      VassalConfigReader configs,
      PrivateCopies copies,
      SharedJvm sharedJvm,
      OwnJvm ownJvm,
      Processes processes,
      Checks checks,
      ConsulBridge consul,
      Path data,
      VassalMonitor monitor) {
    this.configs = configs;
    this.copies = copies;
    this.sharedJvm = sharedJvm;
    this.ownJvm = ownJvm;
    this.processes = processes;
    this.checks = checks;
    this.consul = consul;
    this.data = data;
    this.monitor = monitor;
  }

  /**
   * Loads one generation.
   *
   * @param kept the port that is best for it where the configuration gives none; 0 for any
   * @param wanted asked while it takes long whether to go on
   * @throws InvalidConfigException if the configuration is wrong
   * @throws UnusableAppException if the app is
   * @throws MissingAppException if there is none
   * @throws IOException if a file can't be read or copied
   */
  Generation load(VassalSource source, int number, int kept, BooleanSupplier wanted)
      throws UnusableAppException, MissingAppException, IOException {
    AppFile app = AppFile.of(source, configs);
    follow(source, app.named().stream());
    Path file = app.file().orElse(null);
    return file == null
        ? withoutFile(source, number, kept)
        : ofFile(source, number, kept, readable(file), wanted);
  }

  /** Unloads what an earlier generation has left in memory; takes some seconds at most. */
  void collect(String vassal) {
    sharedJvm.collect(vassal);
  }

  private Generation withoutFile(VassalSource source, int number, int kept)
      throws UnusableAppException, MissingAppException {
    EffectiveConfig effective =
        configs.effective(source.name(), source.config().orElse(null), null);
    VassalConfig config = effective.config();
    if (!config.process().command().isEmpty()) {
      ProcessEnvironment around = surroundings(source, number, config, programsPort(config, kept));
      App app = program(config.process().command(), config, around);
      return new Generation(number, effective, hooked(app, config, around), null, copies, null);
    }
    if (config.servicePort() != 0 && config.process().isChecked()) {
      App app = processes.external(checks.ofExternal(config));
      return new Generation(number, effective, app, null, copies, null);
    }
    throw new MissingAppException(
        ("%s has no app: put %s.jar or .war beside it, or name one with app:, a program with command:,"
                + " or the consul-service-port and a check of an app that runs elsewhere")
            .formatted(source.file(), source.name()));
  }

  private Generation ofFile(
      VassalSource source, int number, int kept, Path file, BooleanSupplier wanted)
      throws UnusableAppException, IOException {
    boolean war = file.toString().toLowerCase(Locale.ROOT).endsWith(".war");
    Path copy = copies.copy(file, source.name() + "-" + number + (war ? ".war" : ".jar"));
    @Nullable String lack = null;
    try {
      if (!war) {
        ClassPath beside = ClassPath.of(copy, file);
        lack = beside.lack().orElse(null);
        follow(source, Stream.concat(Stream.of(file), beside.watched().stream()));
        copy = beside.files().isEmpty() ? copy : copies.copyBeside(copy, beside);
      }
      EffectiveConfig effective =
          configs.effective(source.name(), source.config().orElse(null), copy);
      VassalConfig config = effective.config();
      AppFile.refuseCommand(source, config, file);
      if (war) {
        copy = unpacked(copy, file, config.unpackedLimit(), wanted);
      }
      boolean executable = !war && JarRole.of(copy) == JarRole.EXECUTABLE;
      int port = executable ? programsPort(config, kept) : config.servicePort();
      ProcessEnvironment around = surroundings(source, number, config, port);
      Launch launch =
          new Launch(
              source.name(),
              config.serviceId(),
              number,
              file,
              copy,
              data.resolve(source.name()),
              config.settings(),
              config.ownLogging(),
              config.forwardedHeaders() == ForwardedHeaders.TRUST);
      App app =
          executable
              ? program(java(copy, config), config, around)
              : providing(launch, config, around, kept);
      return new Generation(number, effective, hooked(app, config, around), copy, copies, lack);
    } catch (UnusableAppException e) {
      copies.delete(copy);
      throw lack == null ? e : new UnusableAppException(e.getMessage() + "; " + lack);
    } catch (IOException | RuntimeException | LinkageError e) {
      copies.delete(copy);
      throw e;
    }
  }

  private void follow(VassalSource source, Stream<Path> files) {
    monitor.follow(source.name(), files.toList());
  }

  private Path unpacked(Path copy, Path file, long limit, BooleanSupplier wanted)
      throws UnusableAppException, IOException {
    try {
      return copies.unpack(copy, limit, wanted);
    } catch (ZipException | InvalidPathException e) {
      throw new UnusableAppException("%s can't be unpacked: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new IOException("%s can't be unpacked: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<String> java(Path copy, VassalConfig config) {
    return Processes.java(copy, config.process().jvmOptions());
  }

  /** The port that a program is told: the given one or a free one, and none for a worker. */
  private int programsPort(VassalConfig config, int kept) {
    int given = config.servicePort();
    return given != 0 || config.process().isCheckOff() ? given : processes.freePort(kept);
  }

  private static ProcessEnvironment surroundings(
      VassalSource source, int number, VassalConfig config, int port) throws UnusableAppException {
    Path directory = config.process().directory();
    ProcessEnvironment around =
        new ProcessEnvironment(
            source.name(),
            config.serviceId(),
            number,
            config.process().environment(),
            directory == null ? source.directory() : directory,
            port);
    Optional<String> unknown = around.unknown();
    if (unknown.isPresent()) {
      throw new UnusableAppException(
          "env: ${%s} is not known before %s has started: set consul-service-port"
              .formatted(unknown.get(), source.name()));
    }
    return around;
  }

  private App program(List<String> words, VassalConfig config, ProcessEnvironment around) {
    ProcessConfig process = config.process();
    StopSignal stop =
        new StopSignal(process.stopSignal(), process.stopSignalTo() == StopSignalTo.ALL);
    return processes.load(
        new ProcessLaunch(words, around, checks.ofOwn(config, around.port()), stop));
  }

  private App hooked(App app, VassalConfig config, ProcessEnvironment around) {
    HookConfig hooks = config.hooks();
    HookCommands commands =
        new HookCommands(
            hooks.beforeStart(), hooks.afterStart(), hooks.beforeStop(), hooks.afterStop());
    return processes.hooked(app, commands, around);
  }

  private App providing(Launch launch, VassalConfig config, ProcessEnvironment around, int kept)
      throws UnusableAppException, IOException {
    ProcessConfig process = config.process();
    return switch (config.isolation()) {
      case SHARED -> shared(launch);
      case PROCESS ->
          ownJvm.load(
              launch, around, kept, process.jvmOptions(), port -> checks.ofOwnJvm(config, port));
    };
  }

  private App shared(Launch launch) throws UnusableAppException, IOException {
    AppConsul view = consul.appConsul(launch.vassal());
    try {
      return sharedJvm.load(launch, view);
    } catch (UnusableAppException | IOException | RuntimeException | LinkageError e) {
      view.close();
      throw e;
    }
  }

  private static Path readable(Path file)
      throws UnusableAppException, MissingAppException, IOException {
    if (!Files.exists(file)) {
      throw new MissingAppException(
          "%s is not there: put it there, or correct the path".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableAppException("%s is no file: name a jar or a war".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(file + " can't be read: permission denied");
    }
    return file;
  }
}
