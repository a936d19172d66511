package io.emperor.provisioning.rule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How handlers are run.
 *
 * @param path the directories that they are looked for in, and the beginning of their {@code PATH}
 * @param systemPath the end of their {@code PATH}; empty for none
 * @param directory where they run
 * @param limit how long each may run
 * @param aloud whether what they print is information for everybody, and not for debugging alone
 */
public record HandlerSettings(
    List<Path> path, String systemPath, Path directory, Duration limit, boolean aloud) {

  public HandlerSettings {
    path = path.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    directory = directory.toAbsolutePath().normalize();
  }

  /** What they find in their environment under this name. */
  String searchPath() {
    return Stream.concat(path.stream().map(Path::toString), Stream.of(systemPath))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(":"));
  }
}
