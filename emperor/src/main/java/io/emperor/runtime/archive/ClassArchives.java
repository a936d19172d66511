package io.emperor.runtime.archive;

import io.emperor.base.Cancellation;
import io.emperor.base.ClassArchive;
import io.emperor.base.VassalLog;
import io.emperor.runtime.Failure;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.shared.SpaceLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives of classes of executable jars, and the jars as they fit to them: a JVM wants the
 * same class path each time, with the same sizes and times. Each jar, Java, user and choice of
 * options has a directory, whose name is a checksum of these. Only the emperor writes there. A
 * directory {@code app} in it belongs to whom the app runs as, whose programs put there the jar, or
 * what it unpacks itself to, and unfinished archives: who has that user's rights can exchange what
 * it runs, from then on. Thread safe.
 */
public final class ClassArchives {

  private static final Logger log = LoggerFactory.getLogger(ClassArchives.class);

  static final String APP = "app";

  private static final String NAME = "classes";

  /** What an archive takes on the disk, and more. */
  private static final long ARCHIVE = 100 << 20;

  private final Path directory;
  private final ChildProcesses children;
  private final Clock clock;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * Looks at nothing yet.
   *
   * @param directory of the emperor's alone; made when it is needed
   * @param children runs what lays out jars
   * @param clock tells when something was used last
   */
  public ClassArchives(Path directory, ChildProcesses children, Clock clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.children = children;
    this.clock = clock;
  }

  /**
   * Makes ready one start of a jar. The first time this runs the jar's own tool, where it has one
   * that unpacks it: as the user that the app runs as, and not longer than a minute.
   *
   * @param jar what is to run, whose copy the user can read by now
   * @param options for its JVM, as the configuration has them
   * @param environment around it
   * @param owned whose it is; {@code null} for the emperor's user
   * @return what to run, and who is to be told of the run; empty, with a line in the log that says
   *     why, where the jar is to be run as if there were no archives; fails if it is cancelled
   */
  public CompletableFuture<Optional<ArchivedStart>> prepare(
      ExecutableJar jar,
      List<String> options,
      ProcessEnvironment environment,
      @Nullable Ownership owned) {
    String vassal = environment.vassal();
    JvmWords words = JvmWords.of(options, environment);
    Optional<String> choice = words.choice();
    if (choice.isPresent()) {
      return without(
          vassal,
          "class-archive: has no effect: %s speaks of archives, agents or exchanged modules"
              .formatted(choice.get()));
    }
    String key = key(jar, words, owned == null ? null : owned.user());
    if (refused.contains(key)) {
      return without(
          vassal, "goes without an archive of its classes: its JVM does not start with it");
    }
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Optional<ArchivedStart>> over = new CompletableFuture<>();
    CompletableFuture<?> unused =
        laidOut(jar, key, environment, owned, cancellation)
            .thenApply(home -> Optional.of(start(jar, key, home, options, vassal)))
            .exceptionally(failure -> failed(vassal, failure))
            .thenAccept(over::complete);
    unused =
        over.whenComplete(
            (start, failure) -> {
              if (failure != null) {
                cancellation.cancel();
              }
            });
    return over;
  }

  private static CompletableFuture<Optional<ArchivedStart>> without(String vassal, String why) {
    VassalLog.with(vassal, () -> log.info("{}", why));
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private Optional<ArchivedStart> failed(String vassal, Throwable failure) {
    if (Failure.unwrapped(failure) instanceof CancellationException) {
      return Optional.empty(); // nobody waits for it
    }
    VassalLog.with(
        vassal,
        () ->
            log.warn(
                "goes without an archive of its classes: {}: see to it that {} can be written and has"
                    + " room",
                Failure.message(failure),
                directory));
    return Optional.empty();
  }

  private static String key(ExecutableJar jar, JvmWords words, @Nullable Account user) {
    MessageDigest digest = ExecutableJar.digest();
    Stream.of(
            Stream.of(
                jar.checksum(),
                System.getProperty("java.vm.version"),
                System.getProperty("java.home"),
                user == null ? "" : user.uid() + ":" + user.gid()),
            words.all())
        .flatMap(part -> part)
        .forEach(part -> digest.update(ExecutableJar.text(part + "\0")));
    return ExecutableJar.hex(digest);
  }

  private ArchivedStart start(
      ExecutableJar jar, String key, Path home, List<String> options, String vassal) {
    ClassArchive archive = unmade(home);
    ArchivedStart start =
        new ArchivedStart(
            vassal,
            archive,
            home.resolve(APP).resolve(jar.name()),
            options,
            () -> refused.add(key),
            () -> used(home));
    VassalLog.with(
        vassal,
        () ->
            log.info(
                start.isUsed()
                    ? "starts with its archive of classes"
                    : "makes an archive of its classes when it ends"));
    return start;
  }

  /**
   * One that nobody has begun to make by the same name, with the same process ID before a reboot.
   */
  private ClassArchive unmade(Path home) {
    ClassArchive archive = ClassArchive.in(home, NAME, home.resolve(APP), run());
    try {
      archive.discard();
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells apart what is made at the same time, and says which process had it made. */
  private String run() {
    return ProcessHandle.current().pid() + "." + runs.incrementAndGet();
  }

  private CompletableFuture<Path> laidOut(
      ExecutableJar jar,
      String key,
      ProcessEnvironment environment,
      @Nullable Ownership owned,
      Cancellation cancellation) {
    try {
      Path home = directory.resolve(key);
      if (isWhole(home, jar)) {
        used(home);
        return CompletableFuture.completedFuture(home);
      }
      if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
        PrivateDirectory.delete(home); // the user has taken the jar out of it
      }
      Path made = made(jar, key, owned);
      return new Layout(children, environment, owned, cancellation)
          .laid(jar, made.resolve(APP))
          .thenApply(done -> placed(made, home, jar))
          .whenComplete((done, failure) -> discard(made));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What runs for a month is no less used than what starts. */
  private void used(Path home) {
    try {
      Path unused = Files.setLastModifiedTime(home, FileTime.from(clock.instant()));
    } catch (IOException e) {
      log.warn("{} may be taken for unused after a month: {}", home, e.toString());
    }
  }

  private static boolean isWhole(Path home, ExecutableJar jar) {
    return Files.isRegularFile(home.resolve(APP).resolve(jar.name()), LinkOption.NOFOLLOW_LINKS);
  }

  private Path made(ExecutableJar jar, String key, @Nullable Ownership owned) throws IOException {
    Path unused = PrivateDirectory.made(directory);
    long room = SpaceLimit.on(directory);
    if (2 * jar.size() + ARCHIVE > room) {
      throw SpaceLimit.lacking(room);
    }
    Path made = directory.resolve(key + "." + run());
    unused = PrivateDirectory.made(made);
    if (owned != null) {
      PrivateDirectory.letPass(made);
    }
    return made;
  }

  private static Path placed(Path made, Path home, ExecutableJar jar) {
    try {
      force(made);
      return Files.move(made, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (isWhole(home, jar)) {
        return home; // another start was first
      }
      throw new UncheckedIOException(e);
    }
  }

  /** What counts as whole from now on is whole after a power cut, too. */
  private static void force(Path made) throws IOException {
    try (Stream<Path> all = Files.walk(made)) {
      for (Path file : all.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          try (FileChannel written = FileChannel.open(file, StandardOpenOption.READ)) {
            written.force(true);
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void discard(Path made) {
    try {
      if (Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
        PrivateDirectory.delete(made);
      }
    } catch (IOException e) {
      log.warn("{} can't be deleted: {}: delete it", made, e.toString());
    }
  }

  /**
   * Deletes what nobody has used for a month, and what was never finished and has nobody who could.
   * Blocks; to be called before anything is prepared.
   */
  public void sweep() {
    new Sweep(directory, clock.instant()).run();
  }
}
