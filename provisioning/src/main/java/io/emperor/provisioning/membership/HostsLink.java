package io.emperor.provisioning.membership;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second name of the file of hosts, which serf-handler's documentation and its program call
 * differently. It is made where nothing is, in one step, and anything else that has its name is
 * left alone. For one thread.
 */
final class HostsLink {

  private static final Logger log = LoggerFactory.getLogger(HostsLink.class);

  private static final Path TARGET = Path.of(FilesPlan.HOSTS);

  private final Path link;
  private boolean warned;

  HostsLink(Path directory) {
    link = directory.resolve(FilesPlan.LINK);
  }

  /** Has it there, or warns once that it can't be. */
  void make() {
    try {
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, TARGET);
      }
      boolean ours = Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(TARGET);
      warn(ours ? "" : "is something else than a link to " + TARGET + "; remove it");
    } catch (FileAlreadyExistsException e) {
      log.debug("somebody else has made {}", SafeText.name(link), e);
    } catch (IOException | UnsupportedOperationException e) {
      warn("can't be made: " + SafeText.of(e) + "; make a link to " + TARGET);
    }
  }

  private void warn(String what) {
    if (!what.isEmpty() && !warned) {
      log.warn("{} {}", SafeText.name(link), what);
    }
    warned = !what.isEmpty();
  }
}
