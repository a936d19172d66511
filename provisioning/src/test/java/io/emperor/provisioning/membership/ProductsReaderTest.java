package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ProductsReaderTest {

  private static final Peer GOOD = web("good", "10.0.0.1", "8080");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProductsReader.class);
  private final ProductsReader reader =
      new ProductsReader(Subscriptions.of(List.of("shop"), List.of("billing")));

  @BeforeEach
  void begin() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
  }

  private static Peer web(String name, String address, String port) {
    return new Peer(
        name,
        address,
        Map.of("products", "shop", "shop.service_type", "web", "shop.web.service_port", port));
  }

  private static Peer with(String tag, String value) {
    Map<String, String> tags = new HashMap<>(GOOD.tags());
    tags.put(tag, value);
    return new Peer("bad", "10.0.0.2", tags);
  }

  private static Peer without(String tag) {
    Map<String, String> tags = new HashMap<>(GOOD.tags());
    tags.remove(tag);
    return new Peer("bad", "10.0.0.2", tags);
  }

  private static ServiceInstance instance(String address, String name, int port) {
    return new ServiceInstance(IpAddress.parse(address).orElseThrow(), name, port);
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void isLeftOut(Peer bad, String why) {
    Products products = reader.read(List.of(bad, GOOD), List.of());
    assertThat(products.of("shop").get("web")).containsExactly(instance("10.0.0.1", "good", 8080));
    assertThat(reader.troubles()).containsExactly("member bad is left out: " + why);
    assertThat(warnings()).isEqualTo(reader.troubles());
  }

  @Test
  void subscribedProductsAreWholeAndObservedOnesPublic() throws IOException {
    Products products = Cluster14.products();
    assertThat(products.services()).containsOnlyKeys("billing", "search", "shop");
    assertThat(products.of("billing")).containsOnlyKeys("public");
    assertThat(products.of("search")).containsOnlyKeys("public");
    assertThat(products.of("shop"))
        .containsOnlyKeys("db-primary", "db-replica", "metrics", "public", "redis", "web");
    assertThat(products.of("search").get("public"))
        .containsExactly(
            instance("10.20.0.31", "edge-1", 8090), instance("10.20.0.61", "search-1", 8090));
    assertThat(products.of("nothing")).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void theOrderOfMembersChangesNothing() throws IOException {
    List<Peer> peers = new ArrayList<>(Cluster14.peers());
    Collections.reverse(peers);
    assertThat(new ProductsReader(Cluster14.SUBSCRIPTIONS).read(peers, List.of()))
        .isEqualTo(Cluster14.products())
        .hasToString(Cluster14.products().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "70000",
        "65536",
        "0",
        "-1",
        "",
        " ",
        " 80",
        "80 ",
        "8 0",
        "8e1",
        "\u0668\u0660"
      })
  void aMemberWithABadPortIsLeftOut(String port) {
    isLeftOut(
        with("shop.web.service_port", port),
        "its tag shop.web.service_port is " + port + "; write a port from 1 to 65535");
  }

  @Test
  void aMemberWithoutATagIsLeftOut() {
    isLeftOut(
        without("shop.web.service_port"),
        "its tag shop.web.service_port is missing; write a port from 1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({
    "products, the products that it serves",
    "shop.service_type, the services that it has of shop"
  })
  void aMemberThatDoesNotSayWhatItServesIsLeftOut(String tag, String what) {
    String why = "its tag " + tag + " is missing; write " + what + ", with : between";
    isLeftOut(without(tag), why);
    log.list.clear();
    Products products = reader.read(List.of(with(tag, "::")), List.of());
    assertThat(products).isEqualTo(Products.NONE);
    assertThat(reader.troubles()).containsExactly("member bad is left out: " + why);
  }

  @Test
  void aMemberIsLeftOutWholeForOneBadPort() {
    Peer bad = with("shop.service_type", "web:db");
    isLeftOut(bad, "its tag shop.db.service_port is missing; write a port from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "node-1", "0.0.0.0", "10.0.0.1;quit"})
  void aMemberWithoutAnAddressIsLeftOut(String address) {
    isLeftOut(web("bad", address, "80"), "its address " + address + " is none to connect to");
  }

  @Test
  void tagsThatNobodyAskedForAreNotLookedAt() {
    Map<String, String> tags = new HashMap<>(GOOD.tags());
    tags.put("products", "shop:billing:other");
    tags.put("billing.service_type", "db:public");
    tags.put("billing.db.service_port", "abc");
    tags.put("billing.public.service_port", "81");
    Products products = reader.read(List.of(new Peer("n", "10.0.0.1", tags)), List.of());
    assertThat(products.services()).containsOnlyKeys("billing", "shop");
    assertThat(products.of("billing")).containsOnlyKeys("public");
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../..",
        ".git",
        "a b",
        "a\nb",
        "a\u0000",
        "\"",
        "'",
        "\u202e",
        "a;touch x",
        "a/b",
        "\u00e9"
      })
  void aNameThatIsNoneIsLeftOutAndTheOthersOfTheMemberStay(String name) {
    Map<String, String> tags = new HashMap<>(GOOD.tags());
    tags.put("products", "shop:" + name);
    tags.put("shop.service_type", name + ":web");
    Products products = reader.read(List.of(new Peer("bad", "10.0.0.2", tags), GOOD), List.of());
    assertThat(products.of("shop")).containsOnlyKeys("web");
    assertThat(products.of("shop").get("web")).hasSize(2);
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0))
        .startsWith("member bad is not taken whole: its tag products has ")
        .contains("; its tag shop.service_type has ")
        .doesNotContain("\n", "\u0000", "\u202e");
  }

  @Test
  void aWarningIsToldOnceUntilItIsAnother() {
    Peer bad = with("shop.web.service_port", "abc");
    reader.read(List.of(bad, GOOD), List.of());
    reader.read(List.of(GOOD, bad), List.of());
    assertThat(warnings()).hasSize(1);
    reader.read(List.of(GOOD, with("shop.web.service_port", "70000")), List.of());
    assertThat(warnings()).hasSize(2);
    reader.read(List.of(GOOD), List.of());
    assertThat(reader.troubles()).isEmpty();
    reader.read(List.of(GOOD, bad), List.of());
    assertThat(warnings()).hasSize(3);
  }

  @Test
  void aMembersNameEndsNoLineOfTheLog() {
    reader.read(List.of(new Peer("a\nb\u202e{}", "10.0.0.1", Map.of())), List.of());
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).startsWith("member a\\u000ab\\u202e{} is left out: ");
  }

  @Test
  void consulsInstancesAreMergedIn() {
    Products products =
        reader.read(
            List.of(GOOD),
            List.of(
                new ProductInstance("shop", "web", "good", "10.0.0.1", 8080),
                new ProductInstance("shop", "web", "c", "2001:DB8::0:2", 1),
                new ProductInstance("billing", "public", "c", "10.0.0.3", 2),
                new ProductInstance("billing", "db", "c", "10.0.0.3", 3),
                new ProductInstance("other", "..", "c", "", 0)));
    assertThat(products.of("shop").get("web"))
        .containsExactly(instance("2001:db8::2", "c", 1), instance("10.0.0.1", "good", 8080));
    assertThat(products.of("billing")).containsOnlyKeys("public");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void consulsInstancesThatAreNoneAreLeftOut() {
    Products products =
        reader.read(
            List.of(GOOD),
            List.of(
                new ProductInstance("shop", "a\nb", "c", "10.0.0.1", 1),
                new ProductInstance("shop", "web", "c", "node.example", 1),
                new ProductInstance("shop", "web", "c", "10.0.0.1", 0)));
    assertThat(products).isEqualTo(reader.read(List.of(GOOD), List.of()));
    assertThat(warnings())
        .containsExactly(
            "instance c of shop is left out: its service a\\u000ab is no name; write 1 to 100"
                + " letters, digits, '.', '_' and '-', no '.' first",
            "instance c of shop is left out: its address node.example is no IP address; register"
                + " one",
            "instance c of shop is left out: its port 0 is none; register one from 1 to 65535");
  }

  @Test
  void noSubscriptionIsForAPathsName() {
    assertThatThrownBy(() -> Subscriptions.of(List.of("../etc"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
