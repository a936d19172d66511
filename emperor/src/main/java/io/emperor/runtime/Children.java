package io.emperor.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that an emperor starts. Each is in a session of its own, so that Ctrl-C in the
 * emperor's terminal does not reach it, and is killed by the kernel when the emperor is gone in
 * whatever way, where {@code setpriv} exists. Thread safe.
 */
public final class Children implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Children.class);

  /** Stands in the environment of every child and is inherited by whatever that starts. */
  private static final String MARK = "EMPEROR_CHILD";

  private static final List<List<String>> PREFIXES =
      List.of(List.of("setsid"), List.of("setpriv", "--pdeathsig", "KILL", "--"));

  private final String home;
  private final List<String> prefix;

  /** One thread for all: the kernel sends the signal when the thread that started a child ends. */
  private final ExecutorService starter;

  private final ExecutorService readers;
  private final AtomicInteger started = new AtomicInteger();

  /**
   * Starts nothing yet.
   *
   * @param home the emperor's own directory, by which its children are known
   */
  public Children(Path home) {
    this.home = home.toAbsolutePath().toString();
    this.starter = Executors.newSingleThreadExecutor(task -> daemon(task, "children"));
    AtomicInteger threads = new AtomicInteger();
    this.readers =
        Executors.newCachedThreadPool(task -> daemon(task, "output-" + threads.incrementAndGet()));
    this.prefix = prefix();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static List<String> prefix() {
    List<String> words = new ArrayList<>();
    for (List<String> tool : PREFIXES) {
      if (isThere(tool.get(0), System.getenv())) {
        words.addAll(tool);
      }
    }
    return List.copyOf(words);
  }

  private static boolean isThere(String program, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return Stream.of(path.split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Starts a program.
   *
   * @param program what to run
   * @param vassal whose it is
   * @param generation which load of the vassal it is
   * @return the running program; fails with an {@link IOException} if it can't be run
   */
  CompletableFuture<Child> start(Program program, String vassal, int generation) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return startNow(program, vassal, generation);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        starter);
  }

  private Child startNow(Program program, String vassal, int generation) throws IOException {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(program.words());
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(program.directory().toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    environment.putAll(program.environment());
    requireRunnable(program, environment);
    String run = ProcessHandle.current().pid() + "." + started.incrementAndGet();
    String mark = String.join(" ", home, vassal, Integer.toString(generation), run);
    environment.put(MARK, mark);
    Process process = builder.start();
    process.getOutputStream().close();
    OutputLog output = new OutputLog(vassal, process.getInputStream());
    CompletableFuture<Void> read = CompletableFuture.runAsync(output, readers);
    return new Child(process, MARK + "=" + mark + "\0", output, read);
  }

  /** What the tools in front of it would say in words that nobody understands. */
  private static void requireRunnable(Program program, Map<String, String> environment)
      throws IOException {
    if (!Files.isDirectory(program.directory())) {
      throw new IOException(program.directory() + " is no directory to run it in");
    }
    String word = program.words().get(0);
    boolean named = word.contains("/");
    if (named
        ? !Files.isExecutable(program.directory().resolve(word))
        : !isThere(word, environment)) {
      throw new IOException(
          named ? word + " can't be executed" : "there is no program " + word + " on the PATH");
    }
  }

  /** Kills what an earlier run of this emperor has left behind. */
  public void endSurvivors() {
    List<ProcessHandle> survivors = new ProcessTree(MARK + "=" + home + " ", List.of()).living();
    for (ProcessHandle survivor : survivors) {
      log.warn("killing process {}, which an earlier run has left behind", survivor.pid());
      boolean unused = survivor.destroyForcibly();
    }
  }

  /** Starts no more. */
  @Override
  public void close() {
    starter.shutdown();
    readers.shutdown();
  }
}
