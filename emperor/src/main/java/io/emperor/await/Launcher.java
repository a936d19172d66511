package io.emperor.await;

import io.emperor.base.DaemonThreads;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell that has started this process and takes over from it: Java can't become another
 * program. Both know a directory, in which the plan is left, and through which come back lines of
 * the launcher's: the command's process ID, that it has ended, and so on, until no other follows.
 */
final class Launcher {

  private static final Logger log = LoggerFactory.getLogger(Launcher.class);

  /**
   * The word on standard output, and the pipe that this is, which the launcher reads, that the plan
   * is there.
   */
  private static final String READY = "ready";

  /** Read and removed by the launcher. */
  private static final String PLAN = "plan";

  /** A plan that is not whole yet. */
  private static final String NEXT = "next";

  /** Is a pipe with a name, made by the launcher. */
  private static final String COMMAND = "command";

  /** No command follows the one that has ended. */
  private static final String OVER = "over";

  private final Path directory;
  private final PrintStream answers;
  private @Nullable RandomAccessFile commands; // open until this process ends
  private final Optional<ProcessHandle> process = ProcessHandle.current().parent();

  /**
   * Of this process.
   *
   * @param directory the launcher's own
   * @param answers is read by the launcher
   */
  Launcher(Path directory, PrintStream answers) {
    this.directory = directory;
    this.answers = answers;
  }

  /** Whether it is there still: when it was killed, nobody else ends this process. */
  boolean isAlive() {
    return process.isPresent() && process.equals(ProcessHandle.current().parent());
  }

  /** Has it become the command once this process has ended. */
  void becomes(ExecPlan plan) throws IOException {
    plan.write(directory.resolve(PLAN));
    answers.println(READY);
    answers.flush();
  }

  /**
   * Has it start the command.
   *
   * @return the command's process; empty if it has ended by now
   */
  Optional<ProcessHandle> starts(ExecPlan plan) throws IOException {
    // Opened for both, it waits for nobody to open it as well; and what is written stays in it.
    commands = new RandomAccessFile(directory.resolve(COMMAND).toFile(), "rw");
    becomes(plan);
    return started();
  }

  /** Has it start the command anew once that has ended; says nothing to it before. */
  void startsAnew(ExecPlan plan) throws IOException {
    plan.write(directory.resolve(NEXT));
    Path unused =
        Files.move(
            directory.resolve(NEXT), directory.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Waits until it has started the command.
   *
   * @return the command's process; empty if it starts none any more
   */
  Optional<ProcessHandle> started() throws IOException {
    String line = line();
    return line.equals(OVER) ? Optional.empty() : ProcessHandle.of(Long.parseLong(line));
  }

  /**
   * Looks out, on a thread of its own, for the end of the command that was started last.
   *
   * @return complete once the launcher knows of it; nothing else is to be read before
   */
  CompletableFuture<Void> ended() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    new DaemonThreads("command-end")
        .newThread(
            () -> {
              try {
                String unused = line();
                ended.complete(null);
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            })
        .start();
    return ended;
  }

  private String line() throws IOException {
    String line = Objects.requireNonNull(commands, "nothing was started").readLine();
    return Objects.requireNonNull(line, "a pipe that this process writes as well has no end");
  }

  /** Removes what it has left, once it is gone. */
  void clearUp() {
    for (String name : List.of(PLAN, NEXT, READY, COMMAND, "")) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        log.debug("{} stays", directory, e);
      }
    }
  }

  /** Has something done, on a thread of its own, when the launcher is gone. */
  void watch(Runnable gone, Duration pause) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (isAlive()) {
                  Thread.sleep(pause.toMillis());
                }
                gone.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the process ends
              }
            },
            "launcher");
    watch.setDaemon(true);
    watch.start();
  }
}
