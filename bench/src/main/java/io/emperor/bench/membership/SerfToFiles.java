package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Directory;
import io.emperor.serf.MemberEvent;
import io.emperor.serf.SerfAgentProcess;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfEvent;
import io.emperor.serf.SerfStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A member comes, says something else of itself, and dies: until the files say so. */
public final class SerfToFiles {

  /** So often each is measured. */
  public static final int ROUNDS = 10;

  private static final String READ = "a bare read of the members";
  private static final String COMES = "a member joins: its files are replaced after serf tells";
  private static final String TAGGED = "is re-tagged: the same";
  private static final String FAILS = "fails: the same";
  private static final String AT_FIRST = "18001";
  private static final String LATER = "18002";

  private final Samples samples = new Samples();
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  private record Told(MemberEvent.Type type, long at) {}

  /** Measures, with two real agents. */
  public List<Row> measure(BenchPaths paths, Catalog consul) throws InterruptedException {
    Path work = paths.scratch();
    try (SerfAgentProcess agent = SerfAgentProcess.start(work, "a", Map.of());
        FollowingEmperor emperor = start(paths, consul, agent);
        SerfClient client = SerfClient.connect(agent.address(), null)) {
      SerfStream unusedAsItsClientEndsIt = client.stream("*", this::heard);
      try (SerfAgentProcess member = SerfAgentProcess.start(work, "b", tags(AT_FIRST), agent)) {
        round(emperor, client, member, new Samples());
        for (int i = 0; i < ROUNDS; i++) {
          member.restart();
          round(emperor, client, member, samples);
        }
      }
    }
    return Stream.of(COMES, TAGGED, FAILS)
        .map(
            what ->
                Row.beside(
                    what,
                    "ms",
                    samples.of(what),
                    READ,
                    samples.of(READ),
                    Aim.atMost(Aim.Of.P99, 1_000)))
        .toList();
  }

  private static FollowingEmperor start(BenchPaths paths, Catalog consul, SerfAgentProcess agent) {
    Path work = paths.scratch();
    String plan =
        """
        sources: [{serf: "%s"}]
        files: {directory: %s, formats: [hosts, json, yaml], subscribe: [shop]}
        """
            .formatted(agent.address(), Directory.made(work.resolve("files")));
    return FollowingEmperor.start(paths, work, consul.address(), plan);
  }

  private static Map<String, String> tags(String port) {
    return Map.of("products", "shop", "shop.service_type", "web", "shop.web.service_port", port);
  }

  private void heard(SerfEvent event) {
    long now = System.nanoTime();
    if (event instanceof MemberEvent ofMembers
        && ofMembers.members().stream().anyMatch(member -> member.name().equals("b"))) {
      told.add(new Told(ofMembers.type(), now));
    }
  }

  /** It has just been started. */
  private void round(
      FollowingEmperor emperor, SerfClient client, SerfAgentProcess member, Samples counted)
      throws InterruptedException {
    counted.add(COMES, after(MemberEvent.Type.JOIN, () -> have(emperor, AT_FIRST)));
    try (SerfClient itself = SerfClient.connect(member.address(), null)) {
      itself.tags(tags(LATER), List.of());
      counted.add(TAGGED, after(MemberEvent.Type.UPDATE, () -> have(emperor, LATER)));
    }
    long begun = System.nanoTime();
    client.members();
    counted.add(READ, (System.nanoTime() - begun) / 1e6);
    member.kill();
    counted.add(FAILS, after(MemberEvent.Type.FAILED, () -> haveNot(emperor, LATER)));
  }

  /** Milliseconds from when the bare stream was told until the files are so. */
  private double after(MemberEvent.Type type, BooleanSupplier there) throws InterruptedException {
    long replaced = FollowingEmperor.until(type.serfName() + " in the files", there);
    Told event = told.poll(1, TimeUnit.MINUTES);
    while (event != null && event.type() != type) {
      event = told.poll(1, TimeUnit.MINUTES);
    }
    if (event == null) {
      throw new IllegalStateException("serf did not tell of " + type.serfName());
    }
    return (replaced - event.at()) / 1e6;
  }

  private static boolean have(FollowingEmperor emperor, String port) {
    return services(emperor).allMatch(text -> text.contains(port));
  }

  private static boolean haveNot(FollowingEmperor emperor, String port) {
    return services(emperor).noneMatch(text -> text.contains(port));
  }

  private static Stream<String> services(FollowingEmperor emperor) {
    return Stream.of("services.json", "services.yml").map(emperor::file);
  }
}
