package io.emperor.runtime.archive;

import io.emperor.base.ClassArchive;
import io.emperor.base.VassalLog;
import io.emperor.runtime.Exit;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.process.RunWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a jar whose classes are kept ready: with the archive that there is, or with the
 * option that has the JVM make one when it ends. An archive is kept only of a run that was ready
 * once and did not fail: it has ended with status 0, or by a signal that asks for it. Thread safe.
 */
public final class ArchivedStart implements RunWatch {

  private static final Logger log = LoggerFactory.getLogger(ArchivedStart.class);

  /** What a JVM says, or its launcher, that does not come to run anything. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "Error occurred during .*|Error: Could not create the Java Virtual Machine."
              + "|Error: (Invalid or corrupt jarfile|Unable to access jarfile"
              + "|Could not find or load main class) .*");

  private static final int SIGNALLED = 128;

  /** Signals of a JVM that has fallen over: ILL, ABRT, BUS, FPE, SEGV. */
  private static final Set<Integer> CRASHES = Set.of(4, 6, 7, 8, 11);

  /** Those that have a JVM end in order: HUP, INT, TERM. */
  private static final Set<Integer> ASKING = Set.of(1, 2, 15);

  private static final int KILL = 9;
  private static final long MIB = 1 << 20;

  private final String vassal;
  private final ClassArchive archive;
  private final boolean made;
  private final List<String> words;
  private final Runnable whenRefused;
  private final Runnable whenOver;
  private volatile boolean refused;
  private volatile boolean ready;

  /**
   * Of one run.
   *
   * @param archive used if it is there, and else made
   * @param jar what is run
   * @param options for its JVM
   * @param whenRefused told when the JVM does not start because of the archive
   * @param whenOver told when it has ended
   */
  ArchivedStart(
      String vassal,
      ClassArchive archive,
      Path jar,
      List<String> options,
      Runnable whenRefused,
      Runnable whenOver) {
    this.vassal = vassal;
    this.archive = archive;
    this.whenRefused = whenRefused;
    this.whenOver = whenOver;
    made = !archive.isThere();
    List<String> all = new ArrayList<>();
    all.add(made ? archive.making() : archive.using());
    all.addAll(ClassArchive.quiet());
    all.addAll(options);
    words = Processes.java(jar, all);
  }

  /** The program and its arguments. */
  public List<String> words() {
    return words;
  }

  /** Whether there is an archive yet: one is made if not. */
  public boolean isUsed() {
    return !made;
  }

  /** What names the file in which an archive is made is the JVM's own report of that. */
  @Override
  public boolean take(String line) {
    if (!ready && REFUSED.matcher(line).matches()) {
      refused = true;
    }
    return made && line.contains(archive.unfinished().toString());
  }

  @Override
  public void ready() {
    ready = true;
  }

  @Override
  public void ended(Exit exit) {
    VassalLog.with(vassal, () -> ended(exit.status()));
  }

  private void ended(int status) {
    int signal = status - SIGNALLED;
    boolean crashed = CRASHES.contains(signal);
    try {
      if (!ready && (refused || crashed)) {
        whenRefused.run();
        forget();
      } else if (made && ready && signal == KILL) {
        log.info(
            "was killed before its archive of classes was made: it may need a longer stop-timeout");
      } else if (made && ready && (status == 0 || ASKING.contains(signal))) {
        keep();
      }
    } catch (IOException e) {
      log.warn(
          "no archive of its classes is kept: {}: see to it that {} can be written and has room;"
              + " it goes on without one",
          e.toString(),
          archive.file().getParent());
    } finally {
      discard();
      whenOver.run();
    }
  }

  private void forget() throws IOException {
    if (made) {
      log.warn(
          "its JVM does not start where it is to make an archive of its classes: until the emperor is"
              + " started again it goes without; class-archive: false says so for good");
    } else {
      log.warn(
          "its JVM did not start with the archive of its classes, {}, which is deleted: until the"
              + " emperor is started again it goes without",
          archive.file());
      boolean unused = Files.deleteIfExists(archive.file());
    }
  }

  private void keep() throws IOException {
    if (archive.isThere()) {
      return; // another generation was first
    }
    if (!archive.isMade()) {
      throw new IOException("its JVM has made none");
    }
    archive.finish();
    log.info(
        "has made an archive of its classes, {} MiB: its next start takes them from there",
        Files.size(archive.file()) / MIB);
  }

  private void discard() {
    try {
      if (made) {
        archive.discard();
      }
    } catch (IOException e) {
      log.warn("{} can't be deleted: {}: delete it", archive.unfinished(), e.toString());
    }
  }
}
