package io.emperor.runtime.archive;

import io.emperor.base.Cancellation;
import io.emperor.base.VassalLog;
import io.emperor.runtime.Exit;
import io.emperor.runtime.Failure;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.process.ProcessRun;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a jar where it is run from. All of it is done by programs that run as the app does, and have
 * its rights alone. A jar of Spring Boot is unpacked, since classes of jars within a jar are loaded
 * by a loader whose classes no archive holds.
 *
 * @param environment of the app, whose directory and user they have, and not its variables
 * @param owned whose the jar is; {@code null} for the emperor's user
 * @param cancellation ends them
 */
record Layout(
    ChildProcesses children,
    ProcessEnvironment environment,
    @Nullable Ownership owned,
    Cancellation cancellation) {

  private static final Logger log = LoggerFactory.getLogger(Layout.class);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What runs a second is not worth compiling well. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djarmode=tools");

  /**
   * Lays a jar out.
   *
   * @param app the directory, which is made, in one that the user can pass
   * @return completed when the jar is there by its {@link ExecutableJar#name}; with an {@link
   *     IOException} if it could not be put there
   */
  CompletableFuture<Void> laid(ExecutableJar jar, Path app) {
    if (!jar.hasTools()) {
      return copied(jar, app);
    }
    return emptied(app)
        .thenCompose(empty -> ran(unpacking(jar, app)))
        .handle((done, failure) -> failure)
        .thenCompose(
            failure -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(null);
              }
              if (Failure.unwrapped(failure) instanceof CancellationException) {
                return CompletableFuture.failedFuture(failure);
              }
              VassalLog.with(
                  environment.vassal(),
                  () ->
                      log.info(
                          "its jar is not unpacked: {}: an archive holds fewer of its classes",
                          Failure.message(failure)));
              return copied(jar, app);
            });
  }

  private CompletableFuture<Void> copied(ExecutableJar jar, Path app) {
    return emptied(app).thenCompose(empty -> ran(copying(jar, app)));
  }

  private CompletableFuture<Void> emptied(Path app) {
    try {
      if (Files.exists(app, LinkOption.NOFOLLOW_LINKS)) {
        PrivateDirectory.delete(app);
      }
      Path made = PrivateDirectory.made(app);
      if (owned != null) {
        owned.give(made);
      }
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<String> unpacking(ExecutableJar jar, Path app) {
    List<String> words = new ArrayList<>(Processes.java(jar.jar(), SHORT_LIVED));
    words.addAll(
        List.of("extract", "--destination", app.toString(), "--application-filename", jar.name()));
    return words;
  }

  private static List<String> copying(ExecutableJar jar, Path app) {
    return jar.isAlone()
        ? List.of("cp", "--", jar.jar().toString(), app.resolve(jar.name()).toString())
        : List.of("cp", "-R", "--", jar.whole().resolve(".").toString(), app.toString());
  }

  /** Runs a program to its end, which is not put off for long. */
  private CompletableFuture<Void> ran(List<String> words) {
    Account user = environment.user() == null ? null : environment.user().account();
    Program program = new Program(words, Map.of(), environment.directory(), true, user);
    ProcessRun run =
        new ProcessRun(
            () -> children.start(program, environment.vassal(), environment.generation(), null),
            children.blocking(),
            null);
    CompletableFuture<Exit> ended =
        run.begin()
            .thenCompose(begun -> run.ended())
            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
    cancellation.covers(ended);
    return ended
        .thenAccept(exit -> {})
        .exceptionally(failure -> null)
        .thenCompose(done -> run.end(Duration.ZERO))
        .exceptionally(late -> null)
        .thenCompose(over -> ended)
        .thenAccept(exit -> requireSuccess(words.get(0), exit));
  }

  private static void requireSuccess(String program, Exit exit) {
    if (exit.status() != 0) {
      throw new UncheckedIOException(new IOException(program + " " + exit.message()));
    }
  }
}
