package io.emperor.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has which name: the first that was there keeps it until it goes. Names are compared without
 * case, as Consul's catalog compares what they are registered as. For the monitor alone.
 */
final class Claims {

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Map<String, List<SeenVassal>> claims = new HashMap<>();
  private final Set<SeenVassal> refused = new HashSet<>();

  /** Claims a name, and says whether it is this sighting's. */
  boolean claim(SeenVassal seen) {
    List<SeenVassal> claimants = claims.computeIfAbsent(key(seen.name()), k -> new ArrayList<>());
    if (!claimants.contains(seen)) {
      claimants.add(seen);
    }
    SeenVassal owner = claimants.get(0);
    if (owner != seen && owner.isThere() && refused.add(seen)) {
      LOG.warn(
          "two vassals are called {}{}: {} has the name, {} is left alone: rename or remove one",
          seen.name(),
          owner.name().equals(seen.name()) ? "" : " but for the case, which Consul ignores",
          owner.shown(),
          seen.shown());
    }
    return owner == seen;
  }

  /** Gives a name up, and answers who has it now, if that changed. */
  Optional<SeenVassal> release(SeenVassal seen) {
    refused.remove(seen);
    String key = key(seen.name());
    List<SeenVassal> claimants = claims.getOrDefault(key, List.of());
    boolean wasOwner = !claimants.isEmpty() && claimants.get(0) == seen;
    if (!claimants.isEmpty()) {
      claimants.remove(seen);
    }
    if (claimants.isEmpty()) {
      claims.remove(key);
      return Optional.empty();
    }
    return wasOwner ? Optional.of(claimants.get(0)) : Optional.empty();
  }

  /** Who has a name, written as it is in the call or in another case. */
  Optional<SeenVassal> owner(String name) {
    return claims.getOrDefault(key(name), List.of()).stream().findFirst();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
