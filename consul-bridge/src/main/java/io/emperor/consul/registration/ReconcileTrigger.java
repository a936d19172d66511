package io.emperor.consul.registration;

import io.emperor.api.ConsulException;

/** Who is told about signs that an agent is not as it should be. */
interface ReconcileTrigger {

  /** A write or a heartbeat failed for want of an agent that works. */
  void failed(ConsulException failure);

  /** The agent may not know any more what it confirmed, or may have gone: it is looked at now. */
  void doubted();
}
