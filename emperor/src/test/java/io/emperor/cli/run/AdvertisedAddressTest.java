package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emperor.cli.Words;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What {@code --advertise-address auto} finds, with a real agent where one is asked. */
class AdvertisedAddressTest {

  private static String auto(String... more) throws Exception {
    return String.valueOf(
        Words.enough().say("--advertise-address", "auto").say(more).parsed().advertised());
  }

  private static String nobody() {
    return "127.0.0.1:" + FreePort.find();
  }

  /** Those of this machine that are neither loopback nor of one link. */
  private static List<InetAddress> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .toList();
  }

  private static InetAddress own(Predicate<InetAddress> which) throws SocketException {
    Optional<InetAddress> found = addresses().stream().filter(which).findFirst();
    assumeTrue(found.isPresent(), "this machine has no such address");
    return found.get();
  }

  private static String text(InetAddress address) {
    return address.getHostAddress().replaceAll("%.*", "");
  }

  private static void assertIsOfThisMachine(String address) throws Exception {
    if (addresses().isEmpty()) {
      assertThat(address).isEqualTo("127.0.0.1");
    } else {
      assertThat(addresses()).extracting(AdvertisedAddressTest::text).contains(address);
    }
  }

  @Test
  void whatTheAgentOnThisMachineHasForOthers() throws Exception {
    try (ConsulAgentProcess agent =
        ConsulAgentProcess.start("advertise_addr = \"198.51.100.7\"\n")) {
      assertThat(auto("--consul-agent", agent.httpAddress())).isEqualTo("198.51.100.7");
    }
  }

  @Test
  void anIpv6AddressOfTheAgentToo() throws Exception {
    try (ConsulAgentProcess agent =
        ConsulAgentProcess.start("advertise_addr = \"2001:db8::7\"\n")) {
      assertThat(auto("--consul-agent", agent.httpAddress())).isEqualTo("2001:db8:0:0:0:0:0:7");
    }
  }

  @Test
  void anAgentThatHasLoopbackForOthersDoesNotDecide() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      assertIsOfThisMachine(auto("--consul-agent", agent.httpAddress()));
    }
  }

  @Test
  void withoutAnAgentItIsTheFirstOfThisMachine() throws Exception {
    assertIsOfThisMachine(auto("--consul-agent", nobody()));
  }

  @Test
  void theAddressByWhichAnAgentElsewhereIsReached() throws Exception {
    InetAddress own = own(address -> !(address instanceof Inet6Address));

    assertThat(auto("--consul-agent", text(own) + ":8500")).isEqualTo(text(own));
  }

  @Test
  void anIpv6AddressIsWithoutItsInterface() throws Exception {
    InetAddress own = own(Inet6Address.class::isInstance);

    assertThat(auto("--consul-agent", "[" + text(own) + "]:8500")).isEqualTo(text(own));
  }

  @Test
  void theOneThatVassalsListenOnAlone() throws Exception {
    assertThat(auto("--bind", "127.0.0.1", "--consul-agent", nobody())).isEqualTo("127.0.0.1");
    assertThat(auto("--dev")).isEqualTo("127.0.0.1");
    assertIsOfThisMachine(auto("--bind", "0.0.0.0", "--consul-agent", nobody()));
  }

  @Test
  void aNameThatNobodyKnowsIsNoHindrance() throws Exception {
    assertIsOfThisMachine(auto("--consul-agent", "no-such.invalid:8500"));
  }
}
