package io.emperor.membership;

import io.emperor.base.DaemonThreads;
import io.emperor.base.VassalLog;
import io.emperor.consul.ConsulBridge;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.inputs.EventCommand;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.Provisioning;
import io.emperor.provisioning.Surroundings;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.LastKnownGood;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.handler.ConfigEvents;
import io.emperor.provisioning.handler.QueuedEvents;
import io.emperor.provisioning.handler.RoleHandlers;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SerfAgent;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.SerfCarrier;
import io.emperor.runtime.process.ChildProcesses;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What an emperor does for programs that are no vassals. Events come from a serf agent or from
 * Consul, as the sources have it, or are handed over by the event handler of an agent. Safe for use
 * by many threads.
 */
public final class Membership implements SerfEvents, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  /** How it is called in the log, and with the emperor's name beside lines of a file of hosts. */
  private static final String NAME = "membership";

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final int MOST_WAITING = 1_000;
  private static final byte[] NOTHING = {};

  private final MembershipPlan plan;
  private final EventCommand onChange;
  private final Provisioning provisioning;
  private final Optional<QueuedEvents> handlers;
  private final SerfEvents events;
  private final EventStream stream;
  private final Optional<SerfCarrier> carrier;
  private final Optional<Distributing> distributing;
  private final LongAdder handled = new LongAdder();

  /**
   * Watches and runs nothing yet.
   *
   * @param plan what it does; nothing if it is empty
   * @param cluster Consul, as provisioning sees it
   * @param consul the same, for its events and the election of who distributes
   * @param children starts handlers and commands
   * @param self what the node is for handlers, where no serf agent says it
   * @param home of this emperor alone: what the sources had is kept here
   * @param registry where it is measured
   * @throws IOException if nothing can be kept, or the serf agent's key can't be read
   */
  public static Optional<Membership> of(
      Optional<MembershipPlan> plan,
      Cluster cluster,
      ConsulBridge consul,
      ChildProcesses children,
      Node self,
      Path home,
      MeterRegistry registry)
      throws IOException {
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    Membership made = new Membership(plan.get(), cluster, consul, children, self, home);
    MembershipMeters.register(made, registry);
    return Optional.of(made);
  }

  private Membership(
      MembershipPlan plan,
      Cluster cluster,
      ConsulBridge consul,
      ChildProcesses children,
      Node self,
      Path home)
      throws IOException {
    this.plan = plan;
    Path directory = PrivateDirectory.made(home);
    ChildPrograms programs = new ChildPrograms(children, NAME);
    Map<String, String> environment = CommandEnvironment.inherited();
    onChange = new EventCommand(programs, "on-change");
    provisioning =
        new Provisioning(
            plan.inputs(),
            new Surroundings(
                () -> cluster,
                programs,
                new FileCommit(
                    NAME + "-" + self.name(), new Checks(programs, environment, HERE, true)),
                Optional.empty(),
                DatabaseLibraries.own(),
                environment,
                Optional.of(
                    new Surroundings.Stores(
                        new LastKnownGood(directory.resolve("last-known-good.json")),
                        new LastKnownGood(directory.resolve("answers.json")))),
                threads()),
            Provisioning.Later.GIVEN_TO_OTHERS,
            new Hearer());
    handlers =
        plan.handlers()
            .map(
                each ->
                    new QueuedEvents(
                        new RoleHandlers(programs, each, CommandEnvironment.plain()),
                        MOST_WAITING));
    SerfEvents queued = handlers.<SerfEvents>map(queue -> queue).orElse(event -> NOTHING);
    events =
        plan.inputs().files().isPresent()
            ? new ConfigEvents(provisioning.updates(), queued)
            : queued;
    stream = new EventStream(plan, consul, self, this);
    carrier = carrier(plan);
    carrier.ifPresent(consul.events()::carryAppsBy);
    distributing =
        plan.distribution()
            .map(keys -> new Distributing(keys, () -> cluster, consul, stream::serf));
  }

  /**
   * The node that handlers run on, where no serf agent says what it is.
   *
   * @param name the emperor's
   * @param tags its labels; {@code role} may name several roles with {@code :} between
   */
  public record Node(String name, Map<String, String> tags) {
    public Node {
      tags = Map.copyOf(tags);
    }
  }

  private static Optional<SerfCarrier> carrier(MembershipPlan plan) throws IOException {
    Optional<SerfAgent> agent = plan.inputs().serf();
    return agent.isEmpty()
        ? Optional.empty()
        : Optional.of(new SerfCarrier(agent.get().address(), agent.get().key()));
  }

  /** What carries the events of apps in JVMs of their own, in words; empty for Consul. */
  public Map<String, String> eventWords() {
    return carrier.map(SerfCarrier::words).orElse(Map.of());
  }

  /** Begins. Does not wait. */
  public void open() {
    provisioning.open();
    stream.open();
    distributing.ifPresent(Distributing::open);
  }

  /** Takes what an agent's stream tells, or what its event handler was told. */
  @Override
  public byte[] take(SerfEvent event) {
    handled.increment();
    return VassalLog.with(
        NAME,
        () -> {
          if (event.type().equals("member-join")) {
            distributing.ifPresent(Distributing::again);
          }
          return events.take(event);
        });
  }

  /** How it stands now. */
  public MembershipView view() {
    return new MembershipView(
        provisioning.view(),
        handlers.isPresent(),
        handled.sum(),
        distributing.map(Distributing::name).orElse(""),
        distributing.map(Distributing::isLeader).orElse(false));
  }

  private static ThreadFactory threads() {
    DaemonThreads threads = new DaemonThreads(NAME);
    return task ->
        threads.newThread(
            () -> {
              MDC.put("vassal", NAME);
              task.run();
            });
  }

  @Override
  public void close() {
    distributing.ifPresent(Distributing::close);
    stream.close();
    carrier.ifPresent(SerfCarrier::close);
    handlers.ifPresent(QueuedEvents::close);
    provisioning.close();
  }

  private final class Hearer implements Provisioning.Listener {

    private boolean isGiven;

    @Override
    public void provisioned(Provisioned given) {
      if (!isGiven) {
        isGiven = true;
        log.info(
            plan.inputs().files().isPresent()
                ? "files that follow the cluster are in place"
                : "all that was asked for is there");
      }
      for (OnChange action : given.actions()) {
        act(action, given);
      }
    }

    private void act(OnChange action, Provisioned given) {
      if (action.kind() != OnChange.Kind.EXEC) {
        return;
      }
      Map<String, String> environment = CommandEnvironment.inherited();
      environment.putAll(given.texts("env"));
      try {
        onChange.run(action.detail(), environment, "");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void waits() {
      List<String> missing = isGiven ? List.of() : provisioning.missing();
      if (!missing.isEmpty()) {
        log.info("waits: {}", String.join("; ", missing));
      }
    }

    @Override
    public void failed(RuntimeException failure) {
      log.error("{}; files that follow the cluster stay as they are", failure.getMessage());
    }
  }
}
