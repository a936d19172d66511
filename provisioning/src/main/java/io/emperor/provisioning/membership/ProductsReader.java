package io.emperor.provisioning.membership;

import io.emperor.base.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link Products} of what serf and Consul tell. Who can't be understood is left out with one
 * line in the log, which is not said again before it is another or was gone; all others stay. For
 * one thread.
 */
public final class ProductsReader {

  private static final int LONGEST_NAME = 100;

  private static final Logger log = LoggerFactory.getLogger(ProductsReader.class);

  private final Subscriptions subscriptions;
  private final ToldOnce troubles = new ToldOnce(log);

  /**
   * Reads nothing yet.
   *
   * @param subscriptions what is wanted; nothing else is looked at
   */
  public ProductsReader(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * Merges what both tell.
   *
   * @param peers serf's members that are alive. One that lacks a tag, or has a port or an address
   *     that is none, is left out whole
   * @param instances of others, each for itself
   */
  public Products read(Collection<Peer> peers, Collection<ProductInstance> instances) {
    SortedMap<String, SortedMap<String, List<ServiceInstance>>> services = new TreeMap<>();
    Set<String> wrong = new LinkedHashSet<>();
    for (Peer peer : peers) {
      PeerTags tags = new PeerTags(peer, subscriptions);
      tags.instances().forEach(each -> check(each).ifPresent(ok -> put(each, ok, services)));
      tags.trouble().ifPresent(wrong::add);
    }
    for (ProductInstance each : instances) {
      if (subscriptions.takes(each.product(), each.service())) {
        check(each).ifPresentOrElse(ok -> put(each, ok, services), () -> wrong.add(leftOut(each)));
      }
    }
    troubles.now(wrong);
    return new Products(services);
  }

  /** Who is left out at present, and why: a line each. */
  public List<String> troubles() {
    return troubles.present();
  }

  private static Optional<ServiceInstance> check(ProductInstance told) {
    return ProductName.isOne(told.service()) && Port.isOne(told.port())
        ? IpAddress.parse(told.address())
            .map(address -> new ServiceInstance(address, told.name(), told.port()))
        : Optional.empty();
  }

  private static void put(
      ProductInstance told,
      ServiceInstance instance,
      SortedMap<String, SortedMap<String, List<ServiceInstance>>> services) {
    services
        .computeIfAbsent(told.product(), product -> new TreeMap<>())
        .computeIfAbsent(told.service(), service -> new ArrayList<>())
        .add(instance);
  }

  private static String leftOut(ProductInstance told) {
    String shown =
        "instance " + shown(told.name()) + " of " + told.product() + " is left out: its ";
    if (!ProductName.isOne(told.service())) {
      return shown + "service " + shown(told.service()) + " is no name; write " + ProductName.RULE;
    }
    return Port.isOne(told.port())
        ? shown + "address " + shown(told.address()) + " is no IP address; register one"
        : shown + "port " + told.port() + " is none; register one from 1 to 65535";
  }

  static String shown(String text) {
    return SafeText.escaped(text, LONGEST_NAME);
  }
}
