package io.emperor.provisioning.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a member's tags say, as serf-handler reads them. Tags of products that nobody asked for are
 * not looked at. For one thread.
 */
final class PeerTags {

  private static final String PRODUCTS = "products";

  private final Peer peer;
  private final Subscriptions subscriptions;
  private final List<ProductInstance> instances = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private @Nullable String fatal;

  PeerTags(Peer peer, Subscriptions subscriptions) {
    this.peer = peer;
    this.subscriptions = subscriptions;
    read();
  }

  /** What it serves; nothing if something is wrong with what it says of it. */
  List<ProductInstance> instances() {
    return fatal == null ? instances : List.of();
  }

  /** One line: who it is, which tag is wrong, what to write. */
  Optional<String> trouble() {
    String who = "member " + ProductsReader.shown(peer.name());
    if (fatal != null) {
      return Optional.of(who + " is left out: " + fatal);
    }
    return skipped.isEmpty()
        ? Optional.empty()
        : Optional.of(who + " is not taken whole: " + String.join("; ", skipped));
  }

  private void read() {
    for (String product : names(PRODUCTS, "the products that it serves")) {
      if (fatal == null && subscriptions.takes(product)) {
        readServices(product);
      }
    }
    if (fatal == null && !instances.isEmpty() && IpAddress.parse(peer.address()).isEmpty()) {
      fatal = "its address " + ProductsReader.shown(peer.address()) + " is none to connect to";
    }
  }

  private void readServices(String product) {
    String tag = product + ".service_type";
    for (String service : names(tag, "the services that it has of " + product)) {
      if (fatal == null && subscriptions.takes(product, service)) {
        readPort(product, service);
      }
    }
  }

  private void readPort(String product, String service) {
    String tag = product + "." + service + ".service_port";
    String text = peer.tags().get(tag);
    Optional<Integer> port = text == null ? Optional.empty() : Port.parse(text);
    if (port.isPresent()) {
      instances.add(new ProductInstance(product, service, peer.name(), peer.address(), port.get()));
    } else {
      fatal =
          "its tag "
              + tag
              + (text == null ? " is missing" : " is " + ProductsReader.shown(text))
              + "; write a port from 1 to 65535";
    }
  }

  private List<String> names(String tag, String what) {
    List<String> all =
        Stream.of(peer.tags().getOrDefault(tag, "").split(":", -1))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    if (all.isEmpty()) {
      fatal = "its tag " + tag + " is missing; write " + what + ", with : between";
    }
    all.stream()
        .filter(name -> !ProductName.isOne(name))
        .map(name -> "its tag " + tag + " has " + ProductsReader.shown(name))
        .map(words -> words + ", which is no name; write one of " + ProductName.RULE)
        .forEach(skipped::add);
    return all.stream().filter(ProductName::isOne).toList();
  }
}
