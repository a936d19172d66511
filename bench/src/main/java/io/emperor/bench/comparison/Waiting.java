package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code emperor await}: how long it takes, and what it takes, until a command runs. */
public final class Waiting implements Comparison {

  private static final int ROUNDS = 15;
  private static final int ROUNDS_OF_MANY = 5;
  private static final int MANY = 10_000;
  private static final int KEYS_A_TRANSACTION = 64;
  private static final String SHELL = "a shell's loop";
  private static final String ALL_THERE = "all is there: start to the command's end";
  private static final String KEY = "a key is put: to the command's end";
  private static final String SERVICE = "a service is registered: to the command's end";
  private static final String FILE = "a file appears: to the command's end";
  private static final String TERM = "SIGTERM while it waits: to its end";
  private static final String MEMORY = "memory while it waits, with its launcher";
  private static final String MANY_KEYS = "10,000 keys below a prefix: start to the command's end";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final BenchPaths paths;
  private int number;

  /** With the distribution that was built. */
  public Waiting(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "await";
  }

  @Override
  public String title() {
    return "Waiting for what a program needs";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        `emperor await … -- true`, with the archive of classes, and one Consul agent. Where all is there, a service is passing and \
        a port takes connections; beside it %s in bash, as wrappers of images have it, that tries the same port by `/dev/tcp` and \
        asks Consul by nothing, and then becomes the command. Where something is missing, the time begins when it is put, long after \
        the start. Memory is the proportional set size, of the launcher and the JVM.
        """,
        SHELL);
  }

  @Override
  public Figures measure() throws Exception {
    Samples samples = new Samples();
    try (Catalog consul = Catalog.start()) {
      consul.plainRegistration("ready");
      for (int i = 0; i <= ROUNDS; i++) {
        boolean counts = i > 0; // the first fills the caches of the file system
        round(consul, counts ? samples : new Samples());
      }
      fill(consul);
      for (int i = 0; i < ROUNDS_OF_MANY; i++) {
        samples.add(MANY_KEYS, seconds(await(consul, "--input", inputs("many/", "many"))));
      }
    }
    return Figures.of(rows(samples));
  }

  private void round(Catalog consul, Samples samples) {
    String port = "tcp://" + consul.address();
    samples.add(ALL_THERE, seconds(await(consul, "--service", "ready", "--wait", port)));
    samples.add(SHELL, seconds(shell(consul.address())));
    String name = "round" + number++;
    samples.add(
        KEY,
        afterwards(
            await(consul, "--input", inputs(name + "/", "it")),
            () -> consul.put("/v1/kv/" + name + "/it/key", "value")));
    samples.add(
        SERVICE,
        afterwards(await(consul, "--service", name), () -> consul.plainRegistration(name)));
    Path file = paths.scratch().resolve("it");
    samples.add(
        FILE, afterwards(await(consul, "--wait", file.toUri().toString()), () -> write(file, "")));
    terminated(consul, samples);
  }

  private void terminated(Catalog consul, Samples samples) {
    List<String> command = await(consul, "--service", "nobody");
    try (Launched launched = launch(command)) {
      settle();
      samples.add(MEMORY, Consumption.megabytes(launched.handle()));
      long begun = System.nanoTime();
      launched.handle().destroy();
      launched.handle().onExit().join();
      samples.add(TERM, (System.nanoTime() - begun) / 1e9);
    }
  }

  private List<String> await(Catalog consul, String... options) {
    List<String> command = new ArrayList<>();
    command.add(paths.distribution().resolve("bin/emperor").toString());
    command.addAll(List.of("await", "--consul-agent", consul.address()));
    command.addAll(List.of(options));
    command.addAll(List.of("--", "true"));
    return command;
  }

  private static List<String> shell(String address) {
    String place = address.replace(':', '/');
    return List.of(
        "bash",
        "-c",
        String.format(
            Locale.ROOT,
            "until (exec 3<>/dev/tcp/%s) 2>/dev/null; do sleep 1; done; exec true",
            place));
  }

  private String inputs(String prefix, String name) {
    Path directory = paths.scratch();
    try {
      Files.createDirectory(directory.resolve("schemas"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(
        directory.resolve("schemas/it.schema"),
        String.format(Locale.ROOT, "{name: %s, type: object}", name));
    Path file = directory.resolve("inputs.yaml");
    write(file, String.format(Locale.ROOT, "sources: [{consul: %s}]\nschemas: schemas\n", prefix));
    return file.toString();
  }

  private static void fill(Catalog consul) {
    for (int from = 0; from < MANY; from += KEYS_A_TRANSACTION) {
      List<String> operations = new ArrayList<>();
      for (int i = from; i < Math.min(MANY, from + KEYS_A_TRANSACTION); i++) {
        operations.add(
            "{\"KV\": {\"Verb\": \"set\", \"Key\": \"many/many/key"
                + i
                + "\", \"Value\": \"dmFsdWU=\"}}");
      }
      consul.put("/v1/txn", "[" + String.join(",", operations) + "]");
    }
  }

  private double seconds(List<String> command) {
    long begun = System.nanoTime();
    try (Launched launched = launch(command)) {
      launched.handle().onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private double afterwards(List<String> command, Runnable deed) {
    try (Launched launched = launch(command)) {
      settle();
      long begun = System.nanoTime();
      deed.run();
      launched.handle().onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
      return (System.nanoTime() - begun) / 1e6;
    }
  }

  private Launched launch(List<String> command) {
    return Launched.start(command, Map.of(), paths.scratch().resolve("log"));
  }

  private static void settle() {
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> rows(Samples samples) {
    return List.of(
        Row.beside(
            ALL_THERE,
            "s",
            samples.of(ALL_THERE),
            SHELL,
            samples.of(SHELL),
            Aim.atMost(Aim.Of.MEDIAN, 0.8)),
        Row.alone(KEY, "ms", samples.of(KEY), Aim.atMost(Aim.Of.MEDIAN, 300)),
        Row.alone(SERVICE, "ms", samples.of(SERVICE), Aim.atMost(Aim.Of.MEDIAN, 300)),
        Row.alone(FILE, "ms", samples.of(FILE), Aim.atMost(Aim.Of.MEDIAN, 300)),
        Row.alone(MANY_KEYS, "s", samples.of(MANY_KEYS), Aim.atMost(Aim.Of.MEDIAN, 3)),
        Row.alone(MEMORY, "MB", samples.of(MEMORY), Aim.atMost(Aim.Of.MEDIAN, 60)),
        Row.alone(TERM, "s", samples.of(TERM), Aim.atMost(Aim.Of.MEDIAN, 1)));
  }
}
