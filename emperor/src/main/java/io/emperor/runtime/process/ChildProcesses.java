package io.emperor.runtime.process;

import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.owner.RunAs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that an emperor starts. Each is in a session of its own, so that Ctrl-C in the
 * emperor's terminal does not reach it, and is killed by the kernel when the emperor is gone in
 * whatever way, where {@code setpriv} exists. Thread safe.
 */
public final class ChildProcesses implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChildProcesses.class);

  /** Stands in the environment of every child and is inherited by whatever that starts. */
  private static final String MARK = "EMPEROR_CHILD";

  /** What systemd has said to the emperor alone: a child that answers would speak in its name. */
  private static final Set<String> OF_THE_EMPEROR =
      Set.of("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC");

  private final String home;

  /** Holds a file for each program that runs, which it has open and whatever it starts inherits. */
  private final Path marks;

  private @Nullable List<String> prefix; // of the starter's thread alone, like what is below
  private @Nullable List<String> holder;

  /** One thread for all: the kernel sends the signal when the thread that started a child ends. */
  private final ExecutorService starter;

  private final ExecutorService readers;
  private final ProcessCensus census;
  private final AtomicInteger started = new AtomicInteger();

  /**
   * Starts nothing yet.
   *
   * @param home the emperor's own directory, by which its children are known
   */
  public ChildProcesses(Path home) {
    Path place = home.toAbsolutePath().normalize();
    this.home = digest(place.toString());
    this.marks = real(place).resolve("running");
    this.starter = Executors.newSingleThreadExecutor(task -> daemon(task, "children"));
    AtomicInteger threads = new AtomicInteger();
    this.readers =
        Executors.newCachedThreadPool(task -> daemon(task, "output-" + threads.incrementAndGet()));
    this.census = new ProcessCensus(readers);
  }

  /** As the system tells which files are open. */
  private static Path real(Path place) {
    try {
      return place.toRealPath();
    } catch (IOException e) {
      return place; // it is made later, by this name
    }
  }

  /** An environment is bytes: names of any kind are made plain. */
  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private List<String> prefix() {
    List<String> known = prefix;
    if (known == null) {
      List<String> words = new ArrayList<>();
      words.addAll(ifItWorks(List.of("setsid")));
      words.addAll(ifItWorks(List.of("setpriv", "--pdeathsig", "KILL", "--")));
      known = List.copyOf(words);
      prefix = known;
    }
    return known;
  }

  /** In front of a program: opens a file for it, which the program and its descendants inherit. */
  private List<String> holding(Path file) {
    List<String> known = holder;
    if (known == null) {
      List<String> tool = ifItWorks(List.of("flock", "--shared", "--no-fork", "/dev/null"));
      known = tool.subList(0, Math.max(0, tool.size() - 1));
      holder = known;
    }
    try {
      Path unused = PrivateDirectory.made(marks);
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      log.debug("a program runs without the file by which its descendants are known", e);
      return List.of();
    }
    return known.isEmpty()
        ? known
        : Stream.concat(known.stream(), Stream.of(file.toString())).toList();
  }

  /** Tools differ: an older or smaller one may not know the option. */
  private static List<String> ifItWorks(List<String> tool) {
    Optional<Path> program = find(tool.get(0), System.getenv());
    if (program.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(tool);
    words.set(0, program.get().toString()); // a child may have another PATH
    return works(words) ? words : List.of();
  }

  private static boolean works(List<String> tool) {
    List<String> trial = new ArrayList<>(tool);
    trial.add("true");
    try {
      Process process =
          new ProcessBuilder(trial)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<Path> find(String program, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
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
    return start(program, vassal, generation, null);
  }

  /** For what has to wait for a process, which may be long: as many threads as there are waits. */
  public Executor blocking() {
    return readers;
  }

  /**
   * Starts a program that is talked to.
   *
   * @param program what to run
   * @param vassal whose it is
   * @param generation which load of the vassal it is
   * @param link writes to its standard input, which ends with the emperor, and takes the answers
   *     among the lines of its standard output
   * @return the running program; fails with an {@link IOException} if it can't be run
   */
  public CompletableFuture<Child> start(
      Program program, String vassal, int generation, @Nullable Conversation link) {
    return start(program, vassal, generation, link, line -> false);
  }

  /** Does the same, and leaves lines out of the log that {@code taken} answers {@code true} to. */
  CompletableFuture<Child> start(
      Program program,
      String vassal,
      int generation,
      @Nullable Conversation link,
      Predicate<String> taken) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return startNow(program, vassal, generation, link, taken);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        starter);
  }

  private Child startNow(
      Program program,
      String vassal,
      int generation,
      @Nullable Conversation link,
      Predicate<String> taken)
      throws IOException {
    String run = ProcessHandle.current().pid() + "." + started.incrementAndGet();
    Path file = marks.resolve(run + ".open");
    ProcessBuilder builder =
        new ProcessBuilder()
            .directory(program.directory().toFile())
            .redirectErrorStream(link == null || (link.isWithErrors() && link.answer() == null));
    Map<String, String> environment = builder.environment();
    if (!program.inherits()) {
      environment.clear();
    }
    environment.keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    environment.keySet().removeAll(OF_THE_EMPEROR);
    RunAs user = program.user() == null ? null : new RunAs(program.user(), program.environment());
    if (user == null) {
      environment.putAll(program.environment());
    } else {
      user.confine(environment);
    }
    requireRunnable(program, user == null ? environment : user.all(environment));
    String mark = String.join(" ", home, vassal, Integer.toString(generation), run);
    environment.put(MARK, mark);
    Process process = launched(builder, words(program, user, link), file);
    if (user != null) {
      user.tell(process.getOutputStream());
    }
    OutputLog output;
    CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);
    if (link == null) {
      process.getOutputStream().close();
      output = new OutputLog(vassal, process.getInputStream(), taken);
    } else if (link.isWithErrors()) {
      link.open(process.getOutputStream());
      OutputStream answer = link.answer();
      InputStream lines = answer == null ? process.getInputStream() : process.getErrorStream();
      output = new OutputLog(vassal, lines, link::take, false);
      if (answer != null) {
        answers = CompletableFuture.runAsync(() -> copy(process.getInputStream(), answer), readers);
      }
    } else {
      link.open(process.getOutputStream());
      output = new OutputLog(vassal, process.getErrorStream(), taken);
      answers =
          CompletableFuture.runAsync(
              new OutputLog(vassal, process.getInputStream(), link::take), readers);
    }
    CompletableFuture<Void> read =
        CompletableFuture.allOf(CompletableFuture.runAsync(output, readers), answers);
    CompletableFuture<Integer> ended =
        CompletableFuture.supplyAsync(() -> status(process), readers);
    var unused = ended.thenRun(() -> delete(file)); // open files outlive their names
    ProcessMark known = new ProcessMark(MARK + "=" + mark + "\0", file.toString());
    return new Child(process, known, census, output, read, ended, readers);
  }

  private static void copy(InputStream from, OutputStream to) {
    try (from) {
      long unused = from.transferTo(to);
    } catch (IOException e) {
      log.debug("the answer of a program ended: {}", e.toString());
    }
  }

  private static List<String> words(
      Program program, @Nullable RunAs user, @Nullable Conversation link) {
    List<String> words = new ArrayList<>();
    if (user != null) {
      words.addAll(user.before());
    }
    if (link != null) {
      words.addAll(link.before());
    }
    words.addAll(program.words());
    return words;
  }

  private Process launched(ProcessBuilder builder, List<String> program, Path file)
      throws IOException {
    List<String> words = new ArrayList<>(prefix());
    words.addAll(holding(file));
    words.addAll(program);
    try {
      return builder.command(words).start();
    } catch (IOException e) {
      delete(file);
      throw e;
    }
  }

  /** On a thread of its own: the JVM's common pool, which would tell too, is everybody's. */
  private static int status(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        log.debug("interrupted while a program runs, which goes on");
      }
    }
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
        : find(word, environment).isEmpty()) {
      throw new IOException(
          named ? word + " can't be executed" : "there is no program " + word + " on the PATH");
    }
  }

  /** Kills what an earlier run of this emperor has left behind. */
  public void endSurvivors() {
    Set<ProcessHandle> ancestors = ancestors();
    ProcessMark ours = new ProcessMark(MARK + "=" + home + " ", marks + "/");
    List<ProcessHandle> survivors =
        ProcessHandle.allProcesses()
            .filter(ours::isOn)
            .filter(process -> !ancestors.contains(process))
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .distinct()
            .toList();
    for (ProcessHandle survivor : survivors) {
      log.warn("killing process {}, which an earlier run has left behind", survivor.pid());
      boolean unused = survivor.destroyForcibly();
    }
    try (Stream<Path> left = Files.list(marks)) {
      left.forEach(ChildProcesses::delete);
    } catch (IOException e) {
      log.debug("there is nothing to clear up in {}", marks, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.debug("{} stays", file, e);
    }
  }

  /**
   * This process and those that it comes from, which may be a vassal of an emperor of this name.
   */
  private static Set<ProcessHandle> ancestors() {
    return Stream.iterate(
            Optional.of(ProcessHandle.current()),
            Optional::isPresent,
            process -> process.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** Starts no more. */
  @Override
  public void close() {
    starter.shutdown();
    readers.shutdown();
  }
}
