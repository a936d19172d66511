package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that is measured of an emperor that follows a cluster, one after the other. */
public final class MembershipFigures {

  private static final int MEMBERS = 1_000;

  /** How each is measured. */
  public static final String METHOD =
      String.format(
          Locale.ROOT,
          """
          An emperor with `--membership` and real serf agents: a member is started, gets another port by its tags, and is killed, \
          %d times after one that is not counted; from when serf's stream has told it to a bare client until `services.json` and \
          `services.yml` say so. Beside it the same client's read of the members, which is what anybody has to ask for.

          1,000 members of serf, made up, in a JVM that did nothing else before: their tags are read, files of all formats for two \
          products that are subscribed and one that is observed are rendered and put in place, on the disk; the first time, and %d times \
          with one that has another port, after 50 that are not counted. Then %,d times without any change.

          Consul with 1,000 instances of 20 services and an emperor that follows them: what its heap has more than before, of \
          objects that are in use, and one more, %d times, beside a plain registration until a client sees it passing.

          HAProxy with four slots, before up to four of six servers that come and go in Consul, %d times within the %d s that `wrk` asks \
          over 16 connections, %d rounds; each ends with a look whether exactly those answer that are there.

          %d keys published as events within a second over the client, three serf agents and an emperor at each: how many of the 150 files \
          are missing when 10 s have brought no more, and when the last one was there. Beside it the same by serf's own command, \
          which has serf coalesce, and when a bare stream at the third agent had heard the last event. %d rounds in turn.
          """,
          SerfToFiles.ROUNDS,
          ThousandMembers.ROUNDS,
          ThousandMembers.LOOKS,
          ThousandInstances.ROUNDS,
          SlotsUnderLoad.CHANGES,
          SlotsUnderLoad.SECONDS,
          SlotsUnderLoad.ROUNDS,
          PublishedKeys.KEYS,
          PublishedKeys.ROUNDS);

  private MembershipFigures() {}

  /**
   * Measures; what is started is ended.
   *
   * @throws IOException if the JVM of its own can't be started
   * @throws InterruptedException if the thread was interrupted
   */
  public static List<Row> measure(BenchPaths paths) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (Catalog consul = Catalog.start()) {
      rows.addAll(new SerfToFiles().measure(paths, consul));
      rows.addAll(ofFiles(paths));
      try (SlotsUnderLoad slots = new SlotsUnderLoad(paths, consul)) {
        rows.addAll(slots.measure());
      }
      try (PublishedKeys keys = new PublishedKeys(paths, consul)) {
        rows.addAll(keys.measure());
      }
      rows.addAll(ThousandInstances.measure(paths, consul));
    }
    return rows;
  }

  private static List<Row> ofFiles(BenchPaths paths) throws IOException {
    Samples samples = ThousandMembers.measure(paths, MEMBERS);
    return List.of(
        Row.alone(
            "1,000 members: read, rendered and in place, the first time",
            "ms",
            samples.of(ThousandMembers.FIRST)),
        Row.alone(
            "1,000 members: read, rendered and in place",
            "ms",
            samples.of(ThousandMembers.CHANGED),
            Aim.atMost(Aim.Of.MEDIAN, 200)),
        Row.alone(
            "1,000 members: files written in 1,000 looks without a change",
            "",
            samples.of(ThousandMembers.WRITES),
            Aim.atMost(Aim.Of.P99, 0)));
  }
}
