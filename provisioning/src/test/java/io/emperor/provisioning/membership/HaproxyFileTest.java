package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaproxyFileTest {

  private static final String HEADER =
      "# Written by emperor, which changes it with the cluster: what else is written here is"
          + " lost.\n";

  @TempDir Path directory;

  private HaproxyFile before() throws IOException {
    return HaproxyFile.read("shop", directory.resolve("haproxy_shop.cnf"));
  }

  private String written(HaproxyFile file) throws IOException {
    Files.write(directory.resolve("haproxy_shop.cnf"), file.bytes());
    assertThat(before()).as("what is read again").isEqualTo(file);
    return new String(file.bytes(), StandardCharsets.US_ASCII);
  }

  private static SortedMap<String, List<ServiceInstance>> web(String... addresses) {
    return new TreeMap<>(
        Map.of(
            "web",
            Arrays.stream(addresses)
                .map(address -> IpAddress.parse(address).orElseThrow())
                .map(address -> new ServiceInstance(address, "\"\n;../quit", 80))
                .toList()));
  }

  private static List<String> places(HaproxyFile file) {
    return Objects.requireNonNull(file.backends().get("shop_web")).places().stream()
        .map(place -> place.map(Endpoint::address).map(IpAddress::toString).orElse("-"))
        .toList();
  }

  @Test
  void hasABackendForEachServiceAndNothingFromOutside() throws IOException {
    SortedMap<String, List<ServiceInstance>> services = web("10.0.0.1", "2001:db8::1");
    services.put(
        "db", List.of(new ServiceInstance(IpAddress.parse("10.0.0.9").get(), "a b", 5432)));
    assertThat(written(before().with(services, 3)))
        .isEqualTo(
            HEADER
                + """

                backend shop_db
                    default-server pool-max-conn 0
                    server slot1 10.0.0.9:5432
                    server slot2 127.0.0.1:1 disabled
                    server slot3 127.0.0.1:1 disabled

                backend shop_web
                    default-server pool-max-conn 0
                    server slot1 10.0.0.1:80
                    server slot2 [2001:db8::1]:80
                    server slot3 127.0.0.1:1 disabled
                """);
  }

  @Test
  void aProductWithoutAnyInstanceHasAFileStill() throws IOException {
    assertThat(written(before().with(new TreeMap<>(), 3))).isEqualTo(HEADER);
    written(before().with(web("10.0.0.1"), 2));
    assertThat(written(before().with(new TreeMap<>(), 2)))
        .isEqualTo(
            HEADER
                + """

                backend shop_web
                    default-server pool-max-conn 0
                    server slot1 127.0.0.1:1 disabled
                    server slot2 127.0.0.1:1 disabled
                """);
  }

  @Test
  void anInstanceKeepsItsSlotAsLongAsItLives() throws IOException {
    written(before().with(web("10.0.0.1", "10.0.0.2", "10.0.0.3"), 4));
    written(before().with(web("10.0.0.2", "10.0.0.3"), 4));
    assertThat(places(before())).containsExactly("-", "10.0.0.2", "10.0.0.3", "-");
    written(before().with(web("10.0.0.0", "10.0.0.2", "10.0.0.3", "10.0.0.9"), 4));
    assertThat(places(before())).containsExactly("10.0.0.0", "10.0.0.2", "10.0.0.3", "10.0.0.9");
    written(before().with(web("10.0.0.2", "10.0.0.3", "10.0.0.8", "10.0.0.9"), 4));
    assertThat(places(before())).containsExactly("10.0.0.8", "10.0.0.2", "10.0.0.3", "10.0.0.9");
  }

  @Test
  void slotsAreDoubledAndNeverBecomeFewer() throws IOException {
    String[] seven =
        IntStream.rangeClosed(1, 7).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
    written(before().with(web("10.0.0.7", "10.0.0.5", "10.0.0.6"), 3));
    written(before().with(web(seven), 3));
    assertThat(places(before()))
        .hasSize(12)
        .startsWith("10.0.0.7", "10.0.0.5", "10.0.0.6", "10.0.0.1", "10.0.0.2");
    written(before().with(web(), 3));
    assertThat(places(before())).hasSize(12).containsOnly("-");
    written(before().with(web(), 20));
    assertThat(places(before())).hasSize(20);
  }

  @Test
  void oneAddressAndPortHasOneSlot() throws IOException {
    assertThat(places(before().with(web("10.0.0.1", "10.0.0.1"), 2)))
        .containsExactly("10.0.0.1", "-");
    assertThat(
            new Slots(List.of(place("10.0.0.1:80"), place("10.0.0.1:80")))
                .with(List.of(place("10.0.0.1:80").orElseThrow()), 1))
        .isEqualTo(new Slots(List.of(place("10.0.0.1:80"), Optional.empty())));
  }

  private static Optional<Endpoint> place(String text) {
    return Endpoint.parse(text);
  }

  @Test
  void whatSomebodyElseWroteIsLeftOut() throws IOException {
    Files.writeString(
        directory.resolve("haproxy_shop.cnf"),
        """
            server slot1 10.0.0.3:80
        global
            stats socket /tmp/x
        backend shop_../../etc
            server slot1 10.0.0.1:80
        backend billing_web
            server slot1 10.0.0.2:80
        backend shop_web
            balance leastconn
            server slot1 10.0.0.1:80
            server slot2 evil.example:80
            server slot3 10.0.0.2:99999
            server other 10.0.0.4:80
            server slot4 10.0.0.3:80 disabled
        \u0000\u00ff backend shop_db
        """);
    assertThat(before().backends()).containsOnlyKeys("shop_web");
    assertThat(places(before())).containsExactly("10.0.0.1", "-", "-", "-");
  }

  @Test
  void servicesThatComeAndGoDoNotMakeItGrowForEver() {
    HaproxyFile file = new HaproxyFile("shop", new TreeMap<>());
    for (int i = 0; i < 300; i++) {
      SortedMap<String, List<ServiceInstance>> one = new TreeMap<>();
      one.put("s" + i, web("10.0.0.1").get("web"));
      file = file.with(one, 1);
    }
    assertThat(file.services()).hasSize(101).containsKey("s299");
  }
}
