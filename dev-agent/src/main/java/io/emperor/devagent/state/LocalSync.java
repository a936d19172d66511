package io.emperor.devagent.state;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings the agent's own services and checks into the catalog. What a check has to say beside its
 * status may come later, so that chatty checks cost little. Under the store's lock.
 */
final class LocalSync {

  private static final Duration OUTPUT_LATER = Duration.ofMinutes(5);

  private final LocalAgent local;
  private final State state;
  private final AgentIdentity self;
  private final String node;
  private final LockedTimer timer;

  LocalSync(LocalAgent local, State state, AgentIdentity self, LockedTimer timer) {
    this.local = local;
    this.state = state;
    this.self = self;
    this.node = self.nodeName();
    this.timer = timer;
  }

  /** What was just registered is told even if it is nothing new, with what its checks say. */
  void registered(String id, Set<String> checks) {
    service(id, check -> checks.contains(check.check().id()) || isNews(check));
  }

  /** The same for a check alone. */
  void registered(String check) {
    LocalCheck own = local.localCheck(check);
    if (own != null) {
      tell(state.next(), own);
    }
  }

  /** A service goes with its checks, in one write. */
  private void service(String id, Predicate<LocalCheck> toBeTold) {
    Service own = local.service(id);
    Service known = state.catalog().service(node, id);
    if (own == null) {
      return;
    }
    List<LocalCheck> news = local.checksOf(id).stream().filter(toBeTold).toList();
    if (known != null && known.hasSameContent(own) && news.isEmpty()) {
      return;
    }
    requireOwnNode();
    long index = state.next();
    state.catalog().ensureService(index, own);
    news.forEach(check -> tell(index, check));
  }

  void check(String id) {
    LocalCheck own = local.localCheck(id);
    if (own != null && isNews(own)) {
      tell(state.next(), own);
    }
  }

  /** Somebody may have taken the node, or the service, out of the catalog. */
  private void requireOwnNode() {
    if (state.catalog().node(node) == null) {
      OwnNode.enter(state, self);
    }
  }

  private void tell(long index, LocalCheck own) {
    own.synced();
    requireOwnNode();
    Service service = local.service(own.check().serviceId());
    if (service != null) {
      state.catalog().ensureService(index, service);
    }
    state.catalog().ensureCheck(index, own.check());
  }

  private boolean isNews(LocalCheck own) {
    Check check = own.check();
    Check known = state.catalog().check(node, check.id());
    if (known == null || !known.hasSameContent(check.with(check.status(), known.output()))) {
      return true;
    }
    if (!known.output().equals(check.output())) {
      own.syncLater(() -> timer.after(OUTPUT_LATER, () -> tellLate(check.id())));
    }
    return false;
  }

  private void tellLate(String id) {
    LocalCheck own = local.localCheck(id);
    if (own != null) {
      tell(state.next(), own);
    }
  }

  /** Everything, in both directions: what is only in the catalog goes. */
  void all() {
    requireOwnNode();
    for (Service known : List.copyOf(state.catalog().servicesOf(node))) {
      if (local.service(known.id()) == null && !known.id().equals("consul")) {
        state.catalog().deleteService(state.next(), node, known.id());
      }
    }
    for (Check known : List.copyOf(state.catalog().checksOf(node))) {
      if (local.localCheck(known.id()) == null && !known.id().equals("serfHealth")) {
        state.catalog().deleteCheck(state.next(), node, known.id());
      }
    }
    List.copyOf(local.services()).forEach(service -> service(service.id(), this::isNews));
    List.copyOf(local.checks()).forEach(check -> check(check.id()));
  }
}
