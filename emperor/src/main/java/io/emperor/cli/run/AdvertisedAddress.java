package io.emperor.cli.run;

import io.emperor.cli.option.HostAddresses;
import java.net.InetAddress;
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
   * is one alone, and otherwise the first that any interface has. A loopback address is found only
   * if there is no other.
   *
   * @param bind the address that vassals listen on, {@code null} for all
   */
  static AdvertisedAddress find(@Nullable InetAddress bind) {
    if (bind != null && !bind.isAnyLocalAddress()) {
      return of(bind, "where they listen");
    }
    return HostAddresses.first()
        .map(address -> of(address, "the first of this machine"))
        .orElseGet(() -> of(InetAddress.getLoopbackAddress(), "because this machine has no other"));
  }
}
