package io.emperor.provisioning.membership;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which products somebody wants to know of.
 *
 * @param subscribed those that are taken whole
 * @param observed those of which the service {@code public} is taken; one that is subscribed, too,
 *     is taken whole
 */
public record Subscriptions(SortedSet<String> subscribed, SortedSet<String> observed) {

  private static final String PUBLIC = "public";

  /**
   * Takes names that may be part of a file's.
   *
   * @throws IllegalArgumentException if one is not 1 to 100 letters, digits, '.', '_' and '-', or
   *     begins with '.'
   */
  public Subscriptions {
    if (!subscribed.stream().allMatch(ProductName::isOne)
        || !observed.stream().allMatch(ProductName::isOne)) {
      throw new IllegalArgumentException("a product has a name that is none");
    }
    subscribed = Collections.unmodifiableSortedSet(new TreeSet<>(subscribed));
    observed = Collections.unmodifiableSortedSet(new TreeSet<>(observed));
  }

  /** Takes names in any order. */
  public static Subscriptions of(Collection<String> subscribed, Collection<String> observed) {
    return new Subscriptions(new TreeSet<>(subscribed), new TreeSet<>(observed));
  }

  /** All of them, sorted. */
  public SortedSet<String> products() {
    SortedSet<String> all = new TreeSet<>(subscribed);
    all.addAll(observed);
    return all;
  }

  /** Whether a product has anything that is wanted. */
  boolean takes(String product) {
    return subscribed.contains(product) || observed.contains(product);
  }

  /** Whether a service of a product is wanted. */
  boolean takes(String product, String service) {
    return subscribed.contains(product) || (observed.contains(product) && service.equals(PUBLIC));
  }
}
