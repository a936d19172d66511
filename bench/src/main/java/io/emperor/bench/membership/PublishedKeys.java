package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Directory;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.serf.Member;
import io.emperor.serf.SerfAgentProcess;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Many keys are published at once: how many come to the nodes, and when the last one has. */
final class PublishedKeys implements AutoCloseable {

  static final int NODES = 3;
  static final int KEYS = 50;
  static final int ROUNDS = 5;

  private static final String COMMAND = "`serf event` as it comes";
  private static final String STREAM = "a bare stream";
  private static final String MISSING = "50 keys within a second: files missing on 3 nodes, of 150";
  private static final String LAST = "50 keys within a second: from the first to the last file";

  /** Serf keeps what it coalesces for three. */
  private static final Duration NOTHING_MORE = Duration.ofSeconds(10);

  /** So that they take less than a second. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Samples samples = new Samples();
  private final List<SerfAgentProcess> agents = new ArrayList<>();
  private final List<FollowingEmperor> emperors = new ArrayList<>();
  private final String serf = SerfAgentProcess.binary();
  private volatile long heard;

  PublishedKeys(BenchPaths paths, Catalog consul) {
    try {
      for (int i = 0; i < NODES; i++) {
        Path work = paths.scratch();
        agents.add(
            SerfAgentProcess.start(
                work, "node-" + i, Map.of(), agents.toArray(SerfAgentProcess[]::new)));
        emperors.add(FollowingEmperor.start(paths, work, consul.address(), plan(work)));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private String plan(Path work) {
    return """
    sources: [{serf: "%s"}]
    files: {directory: %s, formats: [json], subscribe: [shop]}
    """
        .formatted(agents.get(agents.size() - 1).address(), Directory.made(work.resolve("files")));
  }

  List<Row> measure() {
    try (SerfClient client = SerfClient.connect(agents.get(0).address(), null);
        SerfClient last = SerfClient.connect(agents.get(NODES - 1).address(), null)) {
      SerfStream unusedAsItsClientEndsIt =
          last.stream("user:" + ConfigUpdate.EVENT, event -> heard = System.nanoTime());
      long unusedTime = FollowingEmperor.until("a cluster of all", () -> alive(last) == NODES);
      Publication unused = publish("warm-up", client::event);
      for (int i = 0; i < ROUNDS; i++) {
        Publication ours = publish("ours-" + i, client::event);
        samples.add(MISSING, ours.missing());
        samples.add(LAST, ours.millis(ours.last()));
        samples.add(STREAM, ours.millis(heard));
        samples.add(COMMAND, publish("theirs-" + i, this::command).missing());
      }
    }
    return List.of(
        Row.beside(
            MISSING,
            "",
            samples.of(MISSING),
            COMMAND,
            samples.of(COMMAND),
            Aim.atMost(Aim.Of.P99, 0)),
        Row.beside(LAST, "ms", samples.of(LAST), STREAM, samples.of(STREAM)));
  }

  private static long alive(SerfClient client) {
    return client.members().stream()
        .filter(member -> member.status() == Member.Status.ALIVE)
        .count();
  }

  /**
   * What became of one.
   *
   * @param files of all keys on all nodes
   * @param begun when the first key was published
   * @param last when the last file was seen
   */
  private record Publication(int files, long begun, long last) {

    double missing() {
      return NODES * KEYS - files;
    }

    double millis(long until) {
      return (until - begun) / 1e6;
    }
  }

  /** Until all is there, or nothing more comes. */
  private Publication publish(String round, BiConsumer<String, byte[]> way) {
    long begun = System.nanoTime();
    for (int i = 0; i < KEYS; i++) {
      way.accept(ConfigUpdate.EVENT, payload(round + "-" + i));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    int files = files(round);
    long last = System.nanoTime();
    while (files < NODES * KEYS
        && System.nanoTime() - last < NOTHING_MORE.toNanos()
        && System.nanoTime() - begun < LIMIT.toNanos()) {
      LockSupport.parkNanos(1_000_000);
      int now = files(round);
      if (now > files) {
        files = now;
        last = System.nanoTime();
      }
    }
    return new Publication(files, begun, last);
  }

  private static byte[] payload(String key) {
    return ConfigUpdate.of("shop", key, 1, "{\"n\": 1}").payload();
  }

  private int files(String round) {
    return emperors.stream()
        .map(emperor -> emperor.directory().resolve("shop").toFile().list())
        .filter(Objects::nonNull)
        .mapToInt(names -> (int) Stream.of(names).filter(name -> name.startsWith(round)).count())
        .sum();
  }

  /** Does not wait for it: fifty of them, one after the other, take longer than a second. */
  private void command(String event, byte[] payload) {
    List<String> words =
        List.of(
            serf,
            "event",
            "-rpc-addr=" + agents.get(0).address(),
            event,
            new String(payload, StandardCharsets.UTF_8));
    Process unused =
        Directory.io(
            () ->
                new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
  }

  @Override
  public void close() {
    emperors.parallelStream().forEach(FollowingEmperor::close);
    agents.forEach(SerfAgentProcess::close);
  }
}
