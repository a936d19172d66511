package io.emperor.provisioning.membership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places that a backend has for instances, numbered from 1. There are more than are needed, so
 * that others can come without a reload. Immutable.
 *
 * @param places who is in each; empty if nobody is
 */
record Slots(List<Optional<Endpoint>> places) {

  /** No place at all. */
  static final Slots NONE = new Slots(List.of());

  Slots {
    places = List.copyOf(places);
  }

  /**
   * With other instances. Who stays keeps its place, who comes has the first that is free. Places
   * never become fewer; where they are too few they are doubled until all have one.
   *
   * @param wanted where the instances are; one that is there twice has one place
   * @param least how many places there are at least, 1 or more
   */
  Slots with(Collection<Endpoint> wanted, int least) {
    Set<Endpoint> all = new LinkedHashSet<>(wanted);
    List<Optional<Endpoint>> next = new ArrayList<>();
    Set<Endpoint> placed = new HashSet<>();
    for (Optional<Endpoint> place : places) {
      next.add(place.filter(all::contains).filter(placed::add));
    }
    int size = Math.max(least, places.size());
    while (size < all.size()) {
      size *= 2;
    }
    next.addAll(Collections.nCopies(size - next.size(), Optional.empty()));
    all.removeAll(placed);
    Deque<Endpoint> come = new ArrayDeque<>(all);
    next.replaceAll(place -> place.isPresent() ? place : Optional.ofNullable(come.poll()));
    return new Slots(next);
  }
}
