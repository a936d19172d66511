package io.emperor.provisioning.membership;

import java.util.Comparator;

/**
 * An instance of a service. They are sorted by their names, then by their addresses and ports.
 *
 * @param address where it is
 * @param name how people know it: any text from outside, which a format has to escape
 * @param port 1 to 65535
 */
public record ServiceInstance(IpAddress address, String name, int port)
    implements Comparable<ServiceInstance> {

  private static final Comparator<ServiceInstance> ORDER =
      Comparator.comparing(ServiceInstance::name)
          .thenComparing(instance -> instance.address().toString())
          .thenComparingInt(ServiceInstance::port);

  /**
   * Takes one that can be connected to.
   *
   * @throws IllegalArgumentException if there is no such port
   */
  public ServiceInstance {
    if (!Port.isOne(port)) {
      throw new IllegalArgumentException("is no port: " + port);
    }
  }

  @Override
  public int compareTo(ServiceInstance other) {
    return ORDER.compare(this, other);
  }

  Endpoint endpoint() {
    return new Endpoint(address, port);
  }
}
