package io.emperor.runtime.process;

import io.emperor.runtime.Exit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running program with everything that it started. Thread safe. */
public final class Child {

  /** Killing is not instant. */
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final ListeningSockets SOCKETS = new ListeningSockets(Path.of("/proc"));

  private final Process process;
  private final ProcessMark mark;
  private final ProcessTree tree;
  private final ProcessFreezer freezer;
  private final ProcessCensus census;
  private final OutputLog output;
  private final CompletableFuture<Exit> exit;
  private final Executor blocking;

  Child(
      Process process,
      ProcessMark mark,
      ProcessCensus census,
      OutputLog output,
      CompletableFuture<?> outputRead,
      CompletableFuture<Integer> ended,
      Executor blocking) {
    this.blocking = blocking;
    this.process = process;
    this.mark = mark;
    this.tree = new ProcessTree(mark, process.toHandle());
    this.freezer = new ProcessFreezer(tree, process.toHandle());
    this.census = census;
    this.output = output;
    census.add(tree);
    var unused = ended.thenRun(() -> census.remove(tree));
    // Its last words are read to their end, if nobody else keeps the pipe open.
    this.exit =
        ended
            .thenCompose(
                status ->
                    outputRead
                        .handle((read, failure) -> status)
                        .completeOnTimeout(status, 1, TimeUnit.SECONDS))
            .thenApply(status -> new Exit(status, output.lastLine()));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The last line that it printed. */
  String lastLine() {
    return output.lastLine();
  }

  /** Has it looked at which processes it has, some of which may hide later. Does not block. */
  void look() {
    census.look();
  }

  /** Where it takes TCP connections, with everything that it has started. Blocks while it looks. */
  List<InetSocketAddress> listening() {
    return tree.living().stream()
        .flatMap(process -> SOCKETS.of(process.pid()).stream())
        .distinct()
        .toList();
  }

  /** Whether a process was seen to be one of its. */
  boolean knows(ProcessHandle process) {
    return tree.knows(process);
  }

  /**
   * Stops all its processes where they are (SIGSTOP), also those that are born meanwhile. Blocks.
   *
   * @return whether none runs any more
   */
  public boolean freeze() {
    return freezer.freeze();
  }

  /**
   * Has all its processes go on (SIGCONT). Blocks.
   *
   * @return whether they could be told
   */
  public boolean resume() {
    return freezer.resume();
  }

  /**
   * As a guard may know it.
   *
   * @throws IOException if it has ended, or this is no Linux
   */
  public FencedProcess fenced() throws IOException {
    long start =
        ProcessStat.of(pid())
            .map(ProcessStat::start)
            .orElseThrow(() -> new IOException("there is no process " + pid() + " in /proc"));
    return new FencedProcess(pid(), start, mark.text(), mark.file());
  }

  /** Completed once the program itself has ended; what it started may live on. */
  CompletableFuture<Exit> exit() {
    return exit.copy();
  }

  /** Ends it as {@link #end(Duration, StopSignal)} does, by SIGTERM. */
  CompletableFuture<Void> end(Duration limit) {
    return end(limit, StopSignal.USUAL);
  }

  /**
   * Asks the processes of it to end, and kills what is left at the limit (SIGKILL). Where the first
   * one alone gets the signal, SIGTERM is for those that have outlived it. Blocks while it looks
   * for the processes.
   *
   * @return completed when none is left; with a {@link TimeoutException} if some had to be killed
   */
  CompletableFuture<Void> end(Duration limit, StopSignal signal) {
    boolean first = !signal.toAll() && process.isAlive();
    List<ProcessHandle> all = tree.living();
    List<ProcessHandle> told = first ? List.of(process.toHandle()) : all;
    signal.send(told);
    CompletableFuture<Void> exited = allExited(told);
    return (first ? exited.thenComposeAsync(done -> outlived(), blocking) : exited)
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .handle((done, failure) -> failure != null)
        .thenComposeAsync(this::killed, blocking);
  }

  private CompletableFuture<Void> outlived() {
    List<ProcessHandle> left = tree.living();
    StopSignal.USUAL.send(left);
    return allExited(left);
  }

  private CompletableFuture<Void> killed(boolean late) {
    List<ProcessHandle> left = tree.living();
    left.forEach(ProcessHandle::destroyForcibly);
    return allExited(left)
        .completeOnTimeout(null, KILLED_WITHIN.toNanos(), TimeUnit.NANOSECONDS)
        .thenCompose(
            done ->
                late && !left.isEmpty()
                    ? CompletableFuture.failedFuture(
                        new TimeoutException("it had not ended in time and was killed"))
                    : CompletableFuture.completedFuture(null));
  }

  private CompletableFuture<Void> allExited(List<ProcessHandle> processes) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    awaitExits(processes, over, FIRST_PAUSE_MILLIS);
    return over;
  }

  /** Java would wait for zombies, too, until whoever has adopted them asks how they ended. */
  private void awaitExits(List<ProcessHandle> processes, CompletableFuture<Void> over, long pause) {
    List<ProcessHandle> left = processes.stream().filter(ProcessTree::isRunning).toList();
    if (left.isEmpty()) {
      over.complete(null);
    } else if (!over.isDone()) {
      long next = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, blocking)
          .execute(() -> awaitExits(left, over, next));
    }
  }
}
