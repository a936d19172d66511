package io.emperor.bench.scale;

import io.emperor.bench.scale.Traffic.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A fleet and its Consul in simulated time. The same seed gives the same, to the last digit. Not
 * simulated are networks that lose anything, elections, garbage collectors and processors that have
 * too much to do.
 */
public final class FleetSimulation {

  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** After which it is not waited any longer for all to run again. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Timeline time = new Timeline();
  private final Random random;
  private final Fleet fleet;
  private final SimulatedConsul consul;
  private final World world;

  private FleetSimulation(Fleet fleet, Protocol protocol, ConsulCosts costs, long seed) {
    this.fleet = fleet;
    this.random = new Random(seed);
    consul = new SimulatedConsul(time, fleet, protocol, costs, random);
    world = new World(time, fleet, protocol, consul, random);
    for (int emperor = 0; emperor < fleet.emperors(); emperor++) {
      KeptLease lease = new KeptLease(world, emperor);
      WatchedLeases others = new WatchedLeases(world, emperor, lease);
      lease.begin();
      others.begin();
      new PlacedInstances(world, emperor, lease, others).begin();
    }
    pass(protocol.times().duration()); // by then each has seen each lease change
  }

  private void pass(Duration nanos) {
    time.run(time.now() + nanos.toNanos(), () -> false);
  }

  /**
   * What is asked of Consul each second, by a fleet in which nothing happens.
   *
   * @param writes entries of Raft's log
   * @param reads requests that read
   * @param megabytes of answers
   * @param processors that Consul's agents and servers together are busy with it
   */
  public record Rest(double writes, double reads, double megabytes, double processors) {}

  /** A fleet in which nothing happens, over a Consul that takes everything. */
  public static Rest rest(Fleet fleet, Protocol protocol, long seed) {
    FleetSimulation simulation = new FleetSimulation(fleet, protocol, ConsulCosts.UNBOUNDED, seed);
    Duration window =
        protocol.times().retryPeriod().compareTo(WINDOW) > 0
            ? protocol.times().retryPeriod()
            : WINDOW;
    Traffic traffic = simulation.consul.count(window.toNanos());
    simulation.pass(window);
    return new Rest(
        traffic.perSecond(Kind.WRITES),
        traffic.perSecond(Kind.READS),
        traffic.perSecond(Kind.BYTES) / 1e6,
        traffic.perSecond(Kind.PROCESSOR) / 1e9);
  }

  /**
   * What follows when emperors are lost.
   *
   * @param running how many of a hundred instances run at the end: all, or as many as half a minute
   *     later
   * @param seconds until that end
   * @param writes entries of Raft's log, in the second that had most
   * @param reads in the second that had most
   * @param megabytes of answers in the second that had most
   * @param transactions how many there were until then
   * @param refused how many of them were refused: somebody else was first
   * @param lapses leases of emperors that are alive, not renewed in time
   * @param losses emperors that are alive, and were taken over from
   * @param twice instances that have begun beside another one of their slots
   */
  public record Loss(
      double running,
      double seconds,
      long writes,
      long reads,
      double megabytes,
      long transactions,
      long refused,
      int lapses,
      int losses,
      int twice) {}

  /**
   * A third of the emperors is lost at one moment, chosen by chance.
   *
   * @param fleets how many of the same size share a Consul and lose a third in that moment; the
   *     answer is of one of them
   */
  public static Loss lossOfAThird(Fleet fleet, Protocol protocol, int fleets, long seed) {
    ConsulCosts costs = ConsulCosts.MEASURED.sharedBy(fleets);
    return new FleetSimulation(fleet, protocol, costs, seed).lose();
  }

  private Loss lose() {
    List<Integer> emperors = new ArrayList<>(IntStream.range(0, fleet.emperors()).boxed().toList());
    Collections.shuffle(emperors, random);
    long begun = time.now();
    Traffic traffic = consul.count(LIMIT.toNanos());
    emperors.subList(0, fleet.emperors() / 3).forEach(world::kill);
    time.run(begun + LIMIT.toNanos(), world::isComplete);
    return new Loss(
        100.0 * world.running() / fleet.slots(),
        (time.now() - begun) / 1e9,
        traffic.peak(Kind.WRITES),
        traffic.peak(Kind.READS),
        traffic.peak(Kind.BYTES) / 1e6,
        traffic.sum(Kind.WRITES),
        traffic.sum(Kind.REFUSED),
        world.lapses(),
        world.losses(),
        world.twice());
  }
}
