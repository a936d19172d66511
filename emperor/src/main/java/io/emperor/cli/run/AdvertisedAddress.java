package io.emperor.cli.run;

import io.emperor.cli.option.HostAddresses;
import io.emperor.consul.AgentSelf;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --advertise-address auto} stands for.
 *
 * @param address an IP address
 * @param origin how it was found, in words that go on from the address
 */
record AdvertisedAddress(String address, String origin) {

  private static AdvertisedAddress of(InetAddress address, String origin) {
    return new AdvertisedAddress(HostAddresses.text(address), origin);
  }

  /**
   * Looks for the address by which others reach this machine: the one that vassals listen on if it
   * is one alone, the one by which an agent elsewhere is reached, the one that an agent on this
   * machine has for others, and without all of these the first that any interface has. A loopback
   * address is found only if there is no other. Blocks while an agent on this machine is asked, for
   * four seconds at most.
   *
   * @param consul how Consul is reached; the preferred agent counts
   * @param bind the address that vassals listen on, {@code null} for all
   * @param dev whether the agent is yet to be started, and can't be asked
   */
  static AdvertisedAddress find(AgentSettings consul, @Nullable InetAddress bind, boolean dev) {
    if (bind != null && !bind.isAnyLocalAddress()) {
      return of(bind, "where they listen");
    }
    AgentAddress agent = consul.agents().get(0);
    Optional<InetAddress> local = towards(agent).filter(HostAddresses::isForOthers);
    if (local.isPresent()) {
      return of(local.get(), "by which the Consul agent at " + agent + " is reached");
    }
    Optional<InetAddress> told =
        (dev ? Optional.<InetAddress>empty() : AgentSelf.address(consul))
            .filter(HostAddresses::isForOthers);
    return told.map(
            address -> of(address, "which the Consul agent at " + agent + " has for others"))
        .or(() -> HostAddresses.first().map(address -> of(address, "the first of this machine")))
        .orElseGet(() -> of(InetAddress.getLoopbackAddress(), "because this machine has no other"));
  }

  /** The address of this machine from which packets go to the agent; none is sent. */
  private static Optional<InetAddress> towards(AgentAddress agent) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(agent.host(), agent.port()));
      return Optional.of(socket.getLocalAddress());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // there is no way to it now, or no such name
    }
  }
}
