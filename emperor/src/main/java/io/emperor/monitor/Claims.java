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
  boolean claim(SeenVassal sighting) {
    List<SeenVassal> claimants =
        claims.computeIfAbsent(key(sighting.name()), k -> new ArrayList<>());
    if (!claimants.contains(sighting)) {
      claimants.add(sighting);
    }
    SeenVassal owner = claimants.get(0);
    if (owner != sighting && owner.isThere() && refused.add(sighting)) {
      LOG.warn(
          "two vassals are called {}{}: {} has the name, {} is left alone: rename or remove one",
          sighting.name(),
          owner.name().equals(sighting.name()) ? "" : " but for the case, which Consul ignores",
          owner.shown(),
          sighting.shown());
    }
    return owner == sighting;
  }

  /** Gives a name up, and answers who has it now, if that changed. */
  Optional<SeenVassal> release(SeenVassal sighting) {
    refused.remove(sighting);
    String key = key(sighting.name());
    List<SeenVassal> claimants = claims.getOrDefault(key, List.of());
    boolean wasOwner = !claimants.isEmpty() && claimants.get(0) == sighting;
    if (!claimants.isEmpty()) {
      claimants.remove(sighting);
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
