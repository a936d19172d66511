package io.emperor.membership;

import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.ClusterEvents;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.provisioning.handler.SerfMember;
import io.emperor.provisioning.handler.SerfSelf;
import io.emperor.provisioning.source.SerfAgent;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.serf.Member;
import io.emperor.serf.MemberEvent;
import io.emperor.serf.QueryEvent;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfException;
import io.emperor.serf.SerfFollower;
import io.emperor.serf.SerfListener;
import io.emperor.serf.UserEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of the serf agent that is one of the sources, or without one Consul's user events, as
 * handlers get them. Safe for use by many threads.
 */
final class EventStream implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final MembershipPlan plan;
  private final ConsulBridge consul;
  private final SerfSelf self;
  private final SerfEvents taker;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DaemonThreads("membership-events"));
  private volatile @Nullable SerfFollower follower;
  private volatile @Nullable AutoCloseable watch;

  /**
   * Hears nothing yet.
   *
   * @param self what the node is, where no serf agent says it
   * @param taker takes each event; blocks for queries alone
   */
  EventStream(MembershipPlan plan, ConsulBridge consul, Membership.Node self, SerfEvents taker) {
    this.plan = plan;
    this.consul = consul;
    this.self = SerfSelf.of(self.name(), self.tags());
    this.taker = taker;
  }

  /** Begins. Does not wait for serf. */
  void open() {
    Optional<SerfAgent> agent = plan.inputs().serf();
    boolean sends =
        plan.distribution().filter(keys -> keys.via() == Carrier.SERF_EVENT).isPresent();
    boolean all = plan.handlers().isPresent();
    if (!all && !sends && plan.inputs().files().isEmpty()) {
      return;
    }
    if (agent.isPresent()) {
      follow(agent.get(), all ? "" : ":" + ConfigUpdate.EVENT);
    } else {
      ClusterEvents events = consul.events();
      watch = all ? events.watchAll(this::heard) : events.watch(ConfigUpdate.EVENT, this::heard);
    }
  }

  private void heard(io.emperor.api.UserEvent event) {
    try {
      thread.execute(
          () -> {
            byte[] unused =
                taker.take(SerfEvent.ofUser(event.name(), event.ltime(), self, event.payload()));
          });
    } catch (RejectedExecutionException e) {
      log.debug("closed while an event came", e);
    }
  }

  private void follow(SerfAgent agent, String name) {
    try {
      follower =
          SerfFollower.start(
              agent.address(), agent.key(), List.of("user" + name, "query" + name), new Followed());
    } catch (IOException e) {
      log.error(
          "the events of the serf agent at {} are not heard: its auth-file can't be read: {}",
          agent.address(),
          SafeText.of(e));
    }
  }

  /** The connection to the serf agent; empty while there is none. */
  Optional<SerfClient> serf() {
    SerfFollower following = follower;
    return following == null ? Optional.empty() : following.client();
  }

  @Override
  public void close() {
    var unused = thread.shutdownNow();
    SerfFollower following = follower;
    if (following != null) {
      following.close();
    }
    AutoCloseable watching = watch;
    if (watching != null) {
      try {
        watching.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.error("The watch of events can't be ended", e);
      }
    }
  }

  private final class Followed implements SerfListener {

    private volatile List<Member> members = List.of();
    private volatile String name = "";

    @Override
    public void members(List<Member> now) {
      members = now;
    }

    @Override
    public void back() {
      name = ""; // whoever listens there may be another node now
    }

    private SerfSelf node() {
      try {
        if (name.isEmpty()) {
          name = serf().map(SerfClient::nodeName).orElse("");
        }
      } catch (SerfException e) {
        log.debug("the name of the agent's node is not known", e);
      }
      Map<String, String> tags =
          members.stream()
              .filter(member -> member.name().equals(name))
              .findFirst()
              .map(Member::tags)
              .orElse(Map.of());
      return SerfSelf.of(name, tags);
    }

    @Override
    public void event(MemberEvent event) {
      List<SerfMember> about =
          event.members().stream()
              .map(member -> SerfMember.of(member.name(), member.address(), member.tags()))
              .toList();
      byte[] unused = taker.take(SerfEvent.ofMembers(event.type().serfName(), node(), about));
    }

    @Override
    public void event(UserEvent event) {
      byte[] unused =
          taker.take(SerfEvent.ofUser(event.name(), event.lamportTime(), node(), event.payload()));
    }

    @Override
    public Optional<byte[]> query(QueryEvent query) {
      byte[] answer =
          taker.take(SerfEvent.ofQuery(query.name(), query.lamportTime(), node(), query.payload()));
      return answer.length == 0 ? Optional.empty() : Optional.of(answer);
    }
  }
}
