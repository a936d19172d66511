package io.emperor.vassal.download;

import io.emperor.config.AppAddress;
import io.emperor.config.Checksum;
import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The apps that were fetched, each under the name of what it comes to. Thread safe. */
final class DownloadStore {

  private static final Logger log = LoggerFactory.getLogger(DownloadStore.class);

  private final Path directory;
  private final Clock clock;

  /**
   * Whatever is in a directory.
   *
   * @param directory made when it is needed
   * @param clock tells when something was last used
   */
  DownloadStore(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Looks for an app, and whether it is still what it was: a disk forgets, too.
   *
   * @return empty if it is not there, or not any more
   */
  Optional<Path> find(AppAddress address) throws IOException {
    Path file = place(address);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Checksum.of(file).equals(address.checksum())) {
      log.warn("{} has changed on the disk: it is downloaded again from {}", file, address);
      Files.delete(file);
      return Optional.empty();
    }
    return Optional.of(used(file));
  }

  PartialFile partial(AppAddress address) throws IOException {
    Path unused = PrivateDirectory.made(directory);
    return PartialFile.of(place(address));
  }

  /** Keeps what has come, which is whole. */
  Path keep(AppAddress address, PartialFile partial) throws IOException {
    return used(partial.complete(place(address)));
  }

  private Path used(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  private Path place(AppAddress address) {
    return directory.resolve(address.fileName());
  }

  boolean isEmpty() throws IOException {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }

  /**
   * Removes what nobody needs.
   *
   * @param needed whether somebody needs an app, by its file's name
   * @param before when it has to have been used last, so that nothing goes that somebody just got
   */
  void clean(Predicate<String> needed, Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
        if (old && !needed.test(withoutEnding(String.valueOf(file.getFileName())))) {
          Files.deleteIfExists(file);
          log.info("{} is removed: no vassal's configuration names it", file);
        }
      }
    }
  }

  private static String withoutEnding(String name) {
    for (String ending : new String[] {PartialFile.ENDING, PartialFile.VALIDATOR_ENDING}) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }
}
