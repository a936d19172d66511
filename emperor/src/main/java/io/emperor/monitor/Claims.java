package io.emperor.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who has which name: the first that was there keeps it until it goes. For the monitor alone. */
final class Claims {

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Map<String, List<Sighting>> claims = new HashMap<>();

  /** Claims a name, and says whether it is this sighting's. */
  boolean claim(Sighting sighting) {
    List<Sighting> claimants = claims.computeIfAbsent(sighting.name(), name -> new ArrayList<>());
    if (!claimants.contains(sighting)) {
      claimants.add(sighting);
      if (claimants.size() > 1) {
        LOG.warn(
            "two vassals are called {}: {} has the name, {} is left alone: rename or remove one",
            sighting.name(),
            claimants.get(0).shown(),
            sighting.shown());
      }
    }
    return claimants.get(0) == sighting;
  }

  /** Gives a name up, and answers who has it now, if that changed. */
  Optional<Sighting> release(Sighting sighting) {
    List<Sighting> claimants = claims.getOrDefault(sighting.name(), List.of());
    boolean wasOwner = !claimants.isEmpty() && claimants.get(0) == sighting;
    if (!claimants.isEmpty()) {
      claimants.remove(sighting);
    }
    if (claimants.isEmpty()) {
      claims.remove(sighting.name());
      return Optional.empty();
    }
    return wasOwner ? Optional.of(claimants.get(0)) : Optional.empty();
  }

  Optional<Sighting> owner(String name) {
    return claims.getOrDefault(name, List.of()).stream().findFirst();
  }
}
