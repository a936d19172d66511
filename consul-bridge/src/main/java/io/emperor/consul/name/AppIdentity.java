package io.emperor.consul.name;

import io.emperor.consul.session.AppCallbacks;

/** One generation of an app, to the fleet. Two are the same only if they are one object. */
public final class AppIdentity {

  private final String vassal;
  private final String serviceId;
  private final String serviceName;
  private final AppCallbacks callbacks;

  /**
   * Makes one.
   *
   * @param vassal the vassal's name
   * @param serviceId the ID under which it is registered, or will be
   * @param serviceName the service's name
   * @param callbacks run what it gives, on its own threads
   */
  public AppIdentity(String vassal, String serviceId, String serviceName, AppCallbacks callbacks) {
    this.vassal = vassal;
    this.serviceId = serviceId;
    this.serviceName = serviceName;
    this.callbacks = callbacks;
  }

  String vassal() {
    return vassal;
  }

  String serviceId() {
    return serviceId;
  }

  String serviceName() {
    return serviceName;
  }

  AppCallbacks callbacks() {
    return callbacks;
  }
}
