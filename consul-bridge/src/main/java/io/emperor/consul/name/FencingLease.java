package io.emperor.consul.name;

import io.emperor.api.Lease;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.LeaseHold;

/** A lease with which something can be written. */
interface FencingLease extends Lease {

  /** What in Consul says that the emperor's lease is held. */
  LeaseHold hold();

  /** Whose modify index the fence is. */
  String key(FleetKeys keys);

  /** A write has shown that the name is not the app's any more. */
  void refused(String how);
}
