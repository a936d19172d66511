package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import java.nio.file.Path;

/** A file can't be committed, and so none is. */
final class CommitRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * For a reason.
   *
   * @param destination begins the message
   * @param why goes on after it: what is wrong, and what to do
   */
  CommitRefusedException(Path destination, String why) {
    super(SafeText.name(destination) + ": " + why);
  }

  CommitRefusedException(Path destination, String why, Throwable cause) {
    super(SafeText.name(destination) + ": " + why, cause);
  }

  /** For a reason, and with files that are new although they should be as they were. */
  CommitRefusedException(CommitRefusedException reason, String lost) {
    super(reason.getMessage() + "; and these can't be put back, and are new: " + lost, reason);
  }
}
