package io.emperor.consul.name;

import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.lease.Committed;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.FleetStore;
import io.emperor.consul.lease.LeaseHold;
import io.emperor.consul.lease.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes in one transaction with a look at a lease: at the emperor's epoch and at the name. Safe
 * for use by many threads.
 */
public final class FencedWrites {

  /** The operations before the one that writes. */
  private static final int CONDITIONS = 2;

  private final FleetStore store;
  private final FleetKeys keys;

  FencedWrites(AgentHttp http, FleetKeys keys) {
    this.store = new FleetStore(http, body -> List.of());
    this.keys = keys;
  }

  public boolean set(Lease lease, String key, byte[] value, @Nullable Long cas) {
    String what = "set('" + key + "') with the lease on '" + name(lease) + "'";
    if (value == null) {
      throw Failures.invalid(what, "the value is null");
    }
    if (cas != null && cas < 0) {
      throw Failures.invalid(what, "cas is " + cas);
    }
    return write(
        what, lease, key, cas == null ? Operation.set(key, value) : Operation.cas(key, value, cas));
  }

  public boolean delete(Lease lease, String key, @Nullable Long cas) {
    String what = "del('" + key + "') with the lease on '" + name(lease) + "'";
    if (cas != null && cas <= 0) {
      throw Failures.invalid(what, "cas is " + cas + ", but no key has a modify index below 1");
    }
    return write(
        what, lease, key, cas == null ? Operation.delete(key) : Operation.delete(key, cas));
  }

  private static String name(Lease lease) {
    return Objects.requireNonNull(lease, "lease").name();
  }

  private boolean write(String what, Lease lease, String key, Operation operation) {
    Names.checked(what, key);
    if (!(lease instanceof FencingLease fencing)) {
      throw Failures.invalid(what, "the lease is none of this app's");
    }
    lease.check();
    LeaseHold hold = fencing.hold();
    Committed committed =
        store.commit(
            what,
            List.of(
                Operation.check(keys.emperor(hold.emperor()), hold.epoch()),
                Operation.check(fencing.key(keys), lease.fence()),
                operation));
    if (committed.isApplied()) {
      return true;
    }
    if (committed.refused().stream().anyMatch(position -> position < CONDITIONS)) {
      String how = "Consul has refused a write with it: another may have the name now";
      fencing.refused(how);
      throw new LeaseLostException(
          Failures.oneLine(what + " is refused: fence " + lease.fence() + " is over"), null);
    }
    return false;
  }
}
