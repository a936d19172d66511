package io.emperor.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.runtime.App;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.owner.VassalUser;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.ProcessLaunch;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs small jars as vassals, with the archives that are made of their classes. */
final class ArchiveRig implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(50);

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.emperor.runtime");
  private final Path directory;
  private final ChildProcesses children;
  private final Processes processes;

  final Path kept;
  final ClassArchives archives;

  ArchiveRig(Path directory) {
    this.directory = directory;
    children = new ChildProcesses(directory);
    processes = new Processes(children, "http://localhost:8500", timer);
    kept = directory.resolve("class-archives");
    archives = archives(Clock.systemUTC());
    lines.start();
    root.addAppender(lines);
  }

  ClassArchives archives(Clock clock) {
    return new ClassArchives(kept, children, clock);
  }

  /** One whose main class has this body; it is told its arguments, and may throw. */
  static AppJar jar(String body) {
    return jar("Shop", body);
  }

  /** One that looks like Spring Boot's, with what unpacks them. */
  static AppJar boot(String launcher, String body) {
    return jar("org.springframework.boot.loader.launch." + launcher, body)
        .with("BOOT-INF/lib/spring-boot-jarmode-tools-9.jar", "");
  }

  private static AppJar jar(String type, String body) {
    int dot = type.lastIndexOf('.');
    return AppJar.empty()
        .with(MANIFEST, "Manifest-Version: 1.0\nMain-Class: %s\n".formatted(type))
        .withSource(
            type,
            (dot < 0 ? "" : "package " + type.substring(0, dot) + ";")
                + "public class "
                + type.substring(dot + 1)
                + " { public static void main(String[] args) throws Exception {"
                + body
                + "} }");
  }

  /** One that runs until it is asked to end. */
  static AppJar waiting() {
    return jar("Thread.sleep(600_000);");
  }

  ExecutableJar jar(AppJar jar, String copy) throws IOException {
    Path file = jar.writtenTo(directory.resolve(copy));
    return ExecutableJar.of(file, file);
  }

  ProcessEnvironment around(Map<String, String> variables, @Nullable VassalUser user) {
    return new ProcessEnvironment(
        "shop", Map.of(), "shop-tester", 1, variables, directory, 0, user);
  }

  Optional<ArchivedStart> prepare(ExecutableJar jar, String... options) throws Exception {
    return prepare(jar, null, options);
  }

  Optional<ArchivedStart> prepare(ExecutableJar jar, @Nullable Ownership owned, String... options)
      throws Exception {
    VassalUser user = owned == null ? null : new VassalUser(owned.user(), null);
    return archives
        .prepare(jar, List.of(options), around(Map.of(), user), owned)
        .get(60, TimeUnit.SECONDS);
  }

  App app(ArchivedStart start, @Nullable VassalUser user) {
    return processes.load(
        new ProcessLaunch(
            start.words(),
            around(Map.of(), user),
            Probe.none(),
            new StopSignal("TERM", true),
            null,
            start));
  }

  App begun(ArchivedStart start) throws Exception {
    App app = app(start, null);
    app.start(LONG).get(60, TimeUnit.SECONDS);
    return app;
  }

  /** Starts it, and asks it to end. */
  void lives(ArchivedStart start) throws Exception {
    begun(start).stop(LONG).get(60, TimeUnit.SECONDS);
  }

  /** Has an archive made, which the next start uses. */
  Path made(ExecutableJar jar, String... options) throws Exception {
    ArchivedStart first = prepare(jar, options).orElseThrow();
    assertThat(first.isUsed()).isFalse();
    lives(first);
    return archive();
  }

  /** The one that is kept. */
  Path archive() {
    return files().stream().filter(ArchiveRig::isArchive).findFirst().orElseThrow();
  }

  private static boolean isArchive(Path file) {
    return file.getFileName().toString().matches("classes\\.(jsa|aot)");
  }

  /** All files that are kept. */
  List<Path> files() {
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(kept)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directories of all jars. */
  List<Path> homes() throws IOException {
    try (Stream<Path> all = Files.list(kept)) {
      return all.toList();
    }
  }

  /** The names of these files. */
  List<String> names() {
    return files().stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  List<String> log() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    root.detachAppender(lines);
    children.endSurvivors();
    children.close();
    timer.shutdownNow();
  }
}
