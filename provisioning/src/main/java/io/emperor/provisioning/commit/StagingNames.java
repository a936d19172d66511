package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of what one vassal stages, {@code .emperor.VASSAL.NUMBER.new} and {@code .old}: most
 * programs that read a directory leave out what begins with a dot. For one thread.
 */
final class StagingNames {

  private static final Logger log = LoggerFactory.getLogger(StagingNames.class);
  private static final Pattern VASSAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,199}");
  private static final String NEW = ".new";
  private static final String OLD = ".old";

  private final String prefix;
  private final Pattern own;
  private final Set<Path> swept = new HashSet<>();

  StagingNames(String vassal) {
    if (!VASSAL.matcher(vassal).matches()) {
      throw new IllegalArgumentException("no vassal has such a name");
    }
    prefix = ".emperor." + vassal + ".";
    own = Pattern.compile(Pattern.quote(prefix) + "[0-9]+(" + NEW + "|" + OLD + ")");
  }

  Path stage(Path directory) throws IOException {
    return DurableFiles.create(directory, prefix, NEW);
  }

  /** Where the old content is while a staged file takes its place. */
  static Path old(Path staged) {
    String name = staged.getFileName().toString();
    return staged.resolveSibling(name.substring(0, name.length() - NEW.length()) + OLD);
  }

  /** Removes what a killed commit has left, the first time that a directory is used. */
  void sweep(Path directory) {
    if (!swept.add(directory)) {
      return;
    }
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            directory,
            file ->
                own.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
      for (Path file : left) {
        Files.deleteIfExists(file);
        log.info("{} is removed: a commit that was killed has left it", SafeText.name(file));
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.warn(
          "can't look whether a killed commit has left something in {}",
          SafeText.name(directory),
          e);
    }
  }
}
