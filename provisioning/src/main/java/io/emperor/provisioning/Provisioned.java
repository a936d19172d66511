package io.emperor.provisioning;

import java.util.Map;

/**
 * What a program is given: everything was there, and valid.
 *
 * @param number of the snapshot that it comes from
 * @param environment variables that are added to its own
 */
public record Provisioned(long number, Map<String, String> environment) {

  public Provisioned {
    environment = Map.copyOf(environment);
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "Provisioned[" + number + " with " + environment.keySet() + "]";
  }
}
