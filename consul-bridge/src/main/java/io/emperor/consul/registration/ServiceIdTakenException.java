package io.emperor.consul.registration;

/** Two vassals of this emperor want the same service ID. */
public final class ServiceIdTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String serviceId;

  ServiceIdTakenException(String serviceId, String registered, String holder) {
    super(
        "service ID '"
            + serviceId
            + "' is already registered by vassal '"
            + holder
            + (registered.equals(serviceId)
                ? "'"
                : "' as '" + registered + "', and Consul's catalog compares IDs without case")
            + "; configure another consul-service-id");
    this.serviceId = serviceId;
  }

  /**
   * The ID that is taken.
   *
   * @return the service ID
   */
  public String serviceId() {
    return serviceId;
  }
}
