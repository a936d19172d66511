package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who writes which file, so that no two vassals write one. One for all vassals of a process; other
 * processes are not seen. Safe for use by many threads.
 */
public final class Destinations {

  private final Map<Path, String> owners = new HashMap<>();

  /**
   * Claims files in place of those that the owner had before, all or none.
   *
   * @param owner a vassal's name
   * @param destinations absolute
   * @return a line for each that another has, which it names; empty if all are the owner's now
   */
  public synchronized List<String> claim(String owner, Collection<Path> destinations) {
    Map<Path, String> places = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Path destination : destinations) {
      Path place = place(destination);
      String other = owners.get(place);
      if (other != null && !other.equals(owner)) {
        problems.add(
            SafeText.name(destination)
                + ": is written by "
                + SafeText.name(other)
                + " already; give one of them another destination");
      }
      places.put(place, owner);
    }
    if (problems.isEmpty()) {
      release(owner);
      owners.putAll(places);
    }
    return List.copyOf(problems);
  }

  /** Gives up all that the owner has; nothing if it has none. */
  public synchronized void release(String owner) {
    owners.values().removeIf(owner::equals);
  }

  /**
   * Where a destination really is, links of directories followed as far as they are there: two
   * names of one file have one place.
   */
  public static Path place(Path destination) {
    Path absolute = destination.toAbsolutePath().normalize();
    for (Path above = absolute.getParent(); above != null; above = above.getParent()) {
      try {
        return above.toRealPath().resolve(above.relativize(absolute));
      } catch (IOException e) {
        // Not there yet, or not to be seen: what is above it may be.
      }
    }
    return absolute;
  }
}
