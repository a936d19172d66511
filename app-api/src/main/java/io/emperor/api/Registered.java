package io.emperor.api;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has a name in the fleet, as it was when it was read. Immutable; two are equal when all but
 * {@link #instance} is.
 */
public final class Registered {

  private final String name;
  private final String value;
  private final String emperor;
  private final String serviceId;
  private final long fence;
  private final Supplier<Optional<ServiceInstance>> instance;

  /**
   * Makes one.
   *
   * @param name the name
   * @param value what its holder registered it with
   * @param emperor the name of the emperor that the holder runs under
   * @param serviceId the ID of the holder's service in Consul
   * @param fence the fencing token of the holder's lease
   * @param instance asks Consul for the holder's service
   */
  public Registered(
      String name,
      String value,
      String emperor,
      String serviceId,
      long fence,
      Supplier<Optional<ServiceInstance>> instance) {
    this.name = Objects.requireNonNull(name, "name");
    this.value = Objects.requireNonNull(value, "value");
    this.emperor = Objects.requireNonNull(emperor, "emperor");
    this.serviceId = Objects.requireNonNull(serviceId, "serviceId");
    this.fence = fence;
    this.instance = Objects.requireNonNull(instance, "instance");
  }

  /**
   * The name.
   *
   * @return as it was registered
   */
  public String name() {
    return name;
  }

  /**
   * What its holder says with it.
   *
   * @return the value it was registered with; may be empty
   */
  public String value() {
    return value;
  }

  /**
   * Where its holder runs.
   *
   * @return the emperor's name
   */
  public String emperor() {
    return emperor;
  }

  /**
   * Its holder in Consul's catalog.
   *
   * @return the service's ID
   */
  public String serviceId() {
    return serviceId;
  }

  /**
   * The fencing token of its holder, see {@link Lease#fence}.
   *
   * @return above 0
   */
  public long fence() {
    return fence;
  }

  /**
   * Asks Consul for the holder's service, with its address, port and health. Blocks for some
   * seconds at most.
   *
   * @return the instance; empty if it is not registered now
   * @throws ConsulException if it can't be read
   */
  public Optional<ServiceInstance> instance() {
    return instance.get();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Registered that
        && name.equals(that.name)
        && value.equals(that.value)
        && emperor.equals(that.emperor)
        && serviceId.equals(that.serviceId)
        && fence == that.fence;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, fence);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s=%s (%s on %s, fence %s)", name, value, serviceId, emperor, fence);
  }
}
