package io.emperor.provisioning.update;

import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.FilePlan;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.commit.RenderedFile;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps updates as {@code DIRECTORY/PRODUCT/KEY.json}, as {@link UpdateFile} has the bytes: the
 * highest version of a key stays, in whichever order and however often they come. A file is
 * replaced as a whole, on the disk before it is seen; its mode and owner stay, and a new one has
 * 0644. Safe for use by many threads and processes at once.
 *
 * <p>A product's directory or a file that is a link is refused, and nothing is written elsewhere;
 * whoever else may write in the directory can put a link there meanwhile.
 */
public final class UpdateStore {

  private static final Logger log = LoggerFactory.getLogger(UpdateStore.class);

  private static final OnChange NOTHING = OnChange.parse("none");

  private static final Checks NO_CHECKS =
      new Checks(
          command -> {
            throw new IllegalStateException("an update has no check");
          },
          Map.of(),
          Path.of("/"),
          false);

  private final Path directory;
  private final Predicate<String> subscribed;

  /**
   * Touches nothing yet.
   *
   * @param directory is made by the first update
   * @param subscribed whether a product's updates are kept
   */
  public UpdateStore(Path directory, Predicate<String> subscribed) {
    this.directory = directory.toAbsolutePath().normalize();
    this.subscribed = subscribed;
  }

  /**
   * Takes what an event {@code config_updated} carries, within about 20 s.
   *
   * @param payload as {@link ConfigUpdate#parse} reads it
   * @throws UpdateException if it can't be read, or not be kept; what was there stays
   * @throws InterruptedException if the thread was interrupted while it waited for another writer
   */
  public Receipt take(byte[] payload) throws InterruptedException {
    return take(ConfigUpdate.parse(payload));
  }

  /** Takes an update, as {@link #take(byte[])} does. */
  public Receipt take(ConfigUpdate update) throws InterruptedException {
    if (!subscribed.test(update.product())) {
      log.debug("{} is left alone: nobody here wants the product", update);
      return Receipt.IGNORED;
    }
    Path file = directory(update).resolve(update.key() + ".json");
    if (hasAtLeast(file, update)) { // later ones have more: no need to wait for them
      return Receipt.OLDER;
    }
    try {
      return KeyLocks.alone(directory.toRealPath(), update.name(), () -> replace(file, update));
    } catch (IOException e) {
      throw refused(file, "can't be locked", e);
    }
  }

  private Path directory(ConfigUpdate update) {
    Path product = directory.resolve(update.product());
    try {
      Files.createDirectories(directory);
      if (!Files.exists(product, LinkOption.NOFOLLOW_LINKS)) {
        create(product);
      }
    } catch (IOException e) {
      throw refused(product, "can't be made", e);
    }
    if (!Files.isDirectory(product, LinkOption.NOFOLLOW_LINKS)) {
      throw new UpdateException(
          SafeText.name(product)
              + ": is a link or no directory, and nothing is written there; remove it");
    }
    return product;
  }

  private static void create(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      log.debug("{} was made meanwhile", directory);
    }
  }

  private static boolean hasAtLeast(Path file, ConfigUpdate update) {
    OptionalLong stored = UpdateFile.version(file);
    boolean isOlder = stored.isPresent() && stored.getAsLong() >= update.version();
    if (isOlder) {
      log.debug("{} is not newer than version {}", update, stored.getAsLong());
    }
    return isOlder;
  }

  private static Receipt replace(Path file, ConfigUpdate update) throws InterruptedException {
    if (hasAtLeast(file, update)) {
      return Receipt.OLDER;
    }
    // What one that was killed has left of this key is removed by the next.
    FileCommit commit = new FileCommit("update-" + update.key(), NO_CHECKS);
    Outcome outcome =
        commit.commit(List.of(new RenderedFile(plan(file), UpdateFile.content(update))));
    if (outcome instanceof Outcome.Refused refused) {
      throw new UpdateException(refused.reason());
    }
    return Receipt.WRITTEN;
  }

  private static FilePlan plan(Path file) {
    return new FilePlan(file, Optional.empty(), Optional.empty(), Optional.empty(), NOTHING);
  }

  private static UpdateException refused(Path path, String what, IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return new UpdateException(
        "%s: %s: %s; look at the rights and the file system of its directory"
            .formatted(
                SafeText.name(path),
                what,
                reason == null ? e.getClass().getSimpleName() : SafeText.line(reason)),
        e);
  }
}
