package io.emperor.fleet;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of vassals with instances that this emperor has, and which it leaves to others although
 * it has them. Safe for use by many threads.
 */
final class LocalFiles {

  private final Map<String, PlacedFiles> all = new ConcurrentSkipListMap<>();
  private final Map<String, Left> left = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  /** That instances have failed here. */
  private record Left(long touched, long until, String why) {}

  Collection<PlacedFiles> all() {
    return all.values();
  }

  Optional<PlacedFiles> find(String vassal) {
    return Optional.ofNullable(all.get(vassal));
  }

  void put(PlacedFiles files) {
    problems.remove(files.name());
    all.put(files.name(), files);
  }

  void remove(String vassal) {
    all.remove(vassal);
    left.remove(vassal);
    problems.remove(vassal);
  }

  /** What the files of a vassal say by now can't be used. */
  void cannotUse(String vassal, String problem) {
    problems.put(vassal, problem);
  }

  /** Leaves a vassal to others for a while, or until its files change. */
  void leave(PlacedFiles files, String why, long now) {
    long until = now + files.config().placement().rescheduleDelay().toNanos();
    left.put(files.name(), new Left(files.touched(), until, why));
  }

  private @Nullable String unable(PlacedFiles files, long now) {
    Left over = left.get(files.name());
    if (over != null && (over.touched() != files.touched() || over.until() - now <= 0)) {
      left.remove(files.name(), over);
      over = null;
    }
    return over == null ? null : "could not start it: " + over.why();
  }

  Map<String, Offer> offers(long now) {
    Map<String, Offer> offers = new TreeMap<>();
    for (PlacedFiles files : all.values()) {
      offers.put(
          files.name(),
          Offer.of(
              files.config().placement(),
              files.config().servicePort() != 0,
              files.version().content(),
              files.version().modified(),
              unable(files, now),
              problems.get(files.name())));
    }
    return offers;
  }
}
