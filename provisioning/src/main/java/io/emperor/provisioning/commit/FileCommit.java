package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the files of a vassal in place as one unit. All of them are staged beside their destinations
 * with their mode and owner, on the disk; then their checks run; then each is renamed, so that a
 * reader sees the old file or the new one, at any moment and whatever dies. If one can't be, those
 * that were are put back. Safe for use by many threads, which wait for each other; and one per
 * vassal and machine, as each removes what the one before has left.
 *
 * <p>What can't be had: the renames are several, so that between the first and the last of them,
 * which is also where a kill may fall, some files are new. Something that is mounted, as Docker
 * mounts single files, can't be renamed over: it is written in place, where a reader or a kill may
 * see half of it. Access lists and extended attributes of a file that is replaced are lost. Whoever
 * else may write in a destination's directory can put there what he likes.
 */
public final class FileCommit {

  /** Of all content together: it is in memory. */
  private static final long LARGEST = 64L << 20;

  private static final Logger log = LoggerFactory.getLogger(FileCommit.class);

  private final String vassal;
  private final StagingNames names;
  private final Checks checks;
  private final Set<Path> warned = new HashSet<>();

  /**
   * Touches nothing yet.
   *
   * @param vassal whose files they are; what lies beside them has this name
   * @param checks runs the commands that look at them
   * @throws IllegalArgumentException if no vassal can have such a name
   */
  public FileCommit(String vassal, Checks checks) {
    this.vassal = vassal;
    this.names = new StagingNames(vassal);
    this.checks = checks;
  }

  /** Whose files they are. */
  public String vassal() {
    return vassal;
  }

  /**
   * Puts files in place: those whose content, mode or owner differ. Only they are checked. The
   * first time that a directory is used, what a killed commit of this vassal has left in it is
   * removed.
   *
   * @param files all of the vassal, at most 64 MiB together; their destinations' directories are
   *     there
   * @return which have changed, or why none has
   * @throws InterruptedException if the thread was interrupted while a check ran; all is as it was
   *     then. Without a check, an interrupt stays and changes nothing
   */
  public synchronized Outcome commit(List<RenderedFile> files) throws InterruptedException {
    List<StagedFile> changed = new ArrayList<>();
    try {
      requireMemory(files);
      find(files, changed);
      for (StagedFile each : changed) {
        each.stage(names);
      }
      for (StagedFile each : changed) {
        each.check(checks);
      }
      for (StagedFile each : changed) {
        each.keepOld();
      }
      return put(changed);
    } catch (CommitRefusedException e) {
      log.debug("refused", e);
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    } finally {
      changed.forEach(StagedFile::clear);
    }
  }

  private static void requireMemory(List<RenderedFile> files) throws CommitRefusedException {
    long bytes = 0;
    for (RenderedFile file : files) {
      bytes += file.content().length;
      if (bytes > LARGEST) {
        throw new CommitRefusedException(
            file.plan().destination(),
            "all files up to this one have more than "
                + (LARGEST >> 20)
                + " MiB; have less in them, or in another vassal's");
      }
    }
  }

  private void find(List<RenderedFile> files, List<StagedFile> changed)
      throws CommitRefusedException {
    Set<Path> places = new HashSet<>();
    for (RenderedFile file : files) {
      StagedFile found = StagedFile.of(file, names);
      if (!places.add(found.place())) {
        throw new CommitRefusedException(
            file.plan().destination(), "is the destination of two files; write another for one");
      }
      if (!found.isUpToDate()) {
        changed.add(found);
      }
    }
  }

  private Outcome put(List<StagedFile> changed) throws CommitRefusedException {
    try {
      for (StagedFile each : changed) {
        each.put();
        warn(each);
      }
    } catch (CommitRefusedException e) {
      throw putBack(changed, e);
    }
    sync(changed);
    Outcome.Committed outcome =
        new Outcome.Committed(changed.stream().map(StagedFile::plan).toList());
    if (!changed.isEmpty()) {
      log.info("in place: {}", list(changed));
    }
    return outcome;
  }

  private void warn(StagedFile file) {
    if (file.isInPlace() && warned.add(file.place())) {
      log.warn(
          "{} is mounted and can't be replaced: it is written in place, where a reader may see half"
              + " of it; mount its directory instead",
          SafeText.name(file.plan().destination()));
    }
  }

  /** The last first, as a file may be there for the sake of one before it. */
  private static CommitRefusedException putBack(
      List<StagedFile> changed, CommitRefusedException reason) {
    List<StagedFile> lost = new ArrayList<>();
    for (int at = changed.size() - 1; at >= 0; at--) {
      if (!changed.get(at).putBack()) {
        lost.add(changed.get(at));
      }
    }
    sync(changed);
    return lost.isEmpty() ? reason : new CommitRefusedException(reason, list(lost));
  }

  private static String list(List<StagedFile> files) {
    return files.stream()
        .map(file -> SafeText.name(file.plan().destination()))
        .collect(Collectors.joining(", "));
  }

  private static void sync(List<StagedFile> files) {
    Set<Path> directories = new LinkedHashSet<>();
    files.forEach(file -> directories.add(file.directory()));
    for (Path directory : directories) {
      try {
        DurableFiles.sync(directory);
      } catch (IOException e) {
        log.warn(
            "{} can't be brought to the disk: a crash of the machine may undo what was written",
            SafeText.name(directory),
            e);
      }
    }
  }
}
