package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import io.emperor.provisioning.program.OnChange;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is kept up to date, without what is in it.
 *
 * @param destination where it is. Links in the path to it are followed, and a destination that is a
 *     link itself is refused: neither is the link lost nor anything written where it points to
 * @param mode who may read it; without one, that of the file which is there stays, and a new one
 *     has 0644
 * @param owner whom it belongs to; without one, the owner of the file which is there stays, and a
 *     new one belongs to this process
 * @param check a command for {@code /bin/sh} that looks at the file before it is put in place,
 *     where {@code $FILE} is; any other end than 0 keeps everything as it is
 * @param onChange what is done when it has changed
 */
public record FilePlan(
    Path destination,
    Optional<FileMode> mode,
    Optional<FileOwner> owner,
    Optional<String> check,
    OnChange onChange) {

  /**
   * Nothing is looked at.
   *
   * @throws IllegalArgumentException if the destination is not absolute, or is the root
   */
  public FilePlan {
    destination = destination.normalize();
    if (!destination.isAbsolute() || destination.getParent() == null) {
      throw new IllegalArgumentException(
          "a file can't be written there: " + SafeText.name(destination));
    }
  }

  /** Leaves out the command, in which somebody may have written a secret. */
  @Override
  public String toString() {
    return "FilePlan[" + SafeText.name(destination) + "]";
  }
}
