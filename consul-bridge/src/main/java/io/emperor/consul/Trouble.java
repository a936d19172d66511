package io.emperor.consul;

import io.emperor.api.ConsulException;

/** Who is told about signs that Consul is not as it should be. */
interface Trouble {

  /** A write or a heartbeat failed for want of an agent that works. */
  void failed(ConsulException failure);

  /** The agent does not know what it confirmed before. */
  void stateLost();
}
