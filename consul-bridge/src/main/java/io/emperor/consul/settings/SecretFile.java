package io.emperor.consul.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that holds a secret: a token or a private key. */
public final class SecretFile {

  private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

  private SecretFile() {}

  /**
   * Says so, in one line, if the file is open to every user of the machine. It is used all the
   * same: what containers are given as secrets is, in a file system that nobody else sees.
   *
   * @param source the option or the variable that names the file
   * @param file the file
   */
  public static void look(String source, Path file) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        log.warn(
            "{}: every user of this machine can read {}, and the secret in it: chmod o-r {}",
            source,
            file,
            file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{}: the permissions of {} can't be seen", source, file, e);
    }
  }
}
