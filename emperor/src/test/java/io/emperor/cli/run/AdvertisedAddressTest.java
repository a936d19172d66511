package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.Words;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code --advertise-address auto} finds. */
class AdvertisedAddressTest {

  private static String auto(String... more) throws Exception {
    return String.valueOf(
        Words.enough().say("--advertise-address", "auto").say(more).parsed().advertised());
  }

  /** The addresses of the interfaces that come first, of whichever of these has some. */
  private static List<String> first() throws SocketException {
    List<NetworkInterface> all =
        NetworkInterface.networkInterfaces().collect(Collectors.toCollection(ArrayList::new));
    List<NetworkInterface> inOrder =
        new ArrayList<>(all.stream().filter(AdvertisedAddressTest::isWired).toList());
    inOrder.addAll(all);
    return inOrder.stream()
        .map(AdvertisedAddressTest::addresses)
        .filter(addresses -> !addresses.isEmpty())
        .findFirst()
        .orElse(List.of("127.0.0.1"));
  }

  private static boolean isWired(NetworkInterface network) {
    return network.getName().startsWith("eth") || network.getName().startsWith("en");
  }

  private static List<String> addresses(NetworkInterface network) {
    return network
        .inetAddresses()
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .map(InetAddress::getHostAddress)
        .map(text -> text.replaceAll("%.*", ""))
        .toList();
  }

  @Test
  void itIsTheFirstThatOthersMayReach() throws Exception {
    assertThat(first()).contains(auto());
    assertThat(first()).contains(auto("--bind", "0.0.0.0"));
  }

  @Test
  void theOneThatVassalsListenOnAloneComesBefore() throws Exception {
    assertThat(auto("--bind", "127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(auto("--dev")).isEqualTo("127.0.0.1");
  }
}
