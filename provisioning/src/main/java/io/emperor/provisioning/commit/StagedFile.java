package io.emperor.provisioning.commit;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one file: its content is staged beside it, what was there gets a second name, the
 * staged file takes the place, and can be put back. For one thread, step by step.
 */
final class StagedFile {

  private static final Logger log = LoggerFactory.getLogger(StagedFile.class);

  private final RenderedFile file;
  private final CurrentFile before;
  private @Nullable Path staged;
  private @Nullable Path old;
  private boolean touched;
  private boolean inPlace;

  private StagedFile(RenderedFile file, CurrentFile before) {
    this.file = file;
    this.before = before;
  }

  /**
   * Looks at what is there.
   *
   * @param names removes what a killed commit has left there
   * @throws CommitRefusedException if it can't be where it is meant to be
   */
  static StagedFile of(RenderedFile file, StagingNames names) throws CommitRefusedException {
    Path destination = file.plan().destination();
    try {
      Path directory = destination.resolveSibling("").toRealPath();
      if (!Files.isDirectory(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
      names.sweep(directory);
      return new StagedFile(file, CurrentFile.of(directory.resolve(destination.getFileName())));
    } catch (IOException e) {
      throw refused(file, "can't be looked at", e);
    }
  }

  FilePlan plan() {
    return file.plan();
  }

  /** Where it is, links followed. */
  Path place() {
    return before.path();
  }

  Path directory() {
    return place().resolveSibling("");
  }

  /** Whether it was written over what was there, as no other file can take its place. */
  boolean isInPlace() {
    return inPlace;
  }

  boolean isUpToDate() throws CommitRefusedException {
    try {
      return before.isUpToDate(file);
    } catch (IOException e) {
      throw refused(file, "can't be read", e);
    }
  }

  /** Writes the content beside the destination, on the disk. */
  void stage(StagingNames names) throws CommitRefusedException {
    try {
      Path made = names.stage(directory());
      staged = made;
      DurableFiles.write(made, file.content());
      give(made);
      DurableFiles.sync(made);
    } catch (IOException e) {
      throw refused(file, "can't be written", e);
    }
  }

  private void give(Path made) throws CommitRefusedException, IOException {
    Optional<FileOwner> owner = before.owner(plan());
    try {
      if (owner.isPresent()) {
        setOwner(made, owner.get());
      }
    } catch (IOException e) {
      throw new CommitRefusedException(
          plan().destination(),
          "can't belong to "
              + SafeText.name(owner.get())
              + " as this process may not give it away; write another owner, or run as root",
          e);
    }
    Files.setPosixFilePermissions(made, before.mode(plan()).permissions());
  }

  private static void setOwner(Path path, FileOwner owner) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    FileOwner now = FileOwner.of(view.readAttributes());
    if (!now.group().equals(owner.group())) {
      view.setGroup(owner.group());
    }
    if (!now.user().equals(owner.user())) {
      view.setOwner(owner.user());
    }
  }

  /** Has its check look at what is staged. */
  void check(Checks checks) throws CommitRefusedException, InterruptedException {
    checks.run(plan(), requireStaged());
  }

  /** Gives what is there a second name, so that it can be put back. */
  void keepOld() throws CommitRefusedException {
    if (!before.isThere()) {
      return;
    }
    Path kept = StagingNames.old(requireStaged());
    old = kept;
    try {
      link(kept);
    } catch (IOException e) {
      throw refused(file, "can't be kept for the case that another can't be written", e);
    }
  }

  private void link(Path kept) throws IOException {
    try {
      Files.createLink(kept, place());
    } catch (IOException | UnsupportedOperationException e) {
      // Not everywhere, and not of a bind mount.
      Files.copy(place(), kept, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Puts the staged file in place. */
  void put() throws CommitRefusedException {
    try {
      put(requireStaged());
    } catch (IOException e) {
      throw refused(file, "can't be put in place", e);
    }
  }

  private void put(Path from) throws IOException {
    try {
      Files.move(from, place(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!MountPoints.contains(place())) {
        throw e;
      }
      inPlace = true;
    }
    touched = true;
    if (inPlace) {
      overwrite(from);
    }
  }

  private void overwrite(Path from) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(from, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    DurableFiles.write(place(), Files.readAllBytes(from));
    setOwner(place(), FileOwner.of(attributes));
    Files.setPosixFilePermissions(place(), attributes.permissions());
    DurableFiles.sync(place());
  }

  /** Puts back what was there, if it is there no longer; says whether it is. */
  boolean putBack() {
    if (!touched) {
      return true;
    }
    try {
      if (old == null) {
        Files.deleteIfExists(place());
      } else {
        put(old);
      }
      return true;
    } catch (IOException e) {
      log.warn("{} can't be put back", SafeText.name(place()), e);
      return false;
    }
  }

  /** Removes what lies beside the destination. */
  void clear() {
    remove(staged);
    remove(old);
  }

  private static void remove(@Nullable Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      log.warn("{} is left over and can't be removed", SafeText.name(path), e);
    }
  }

  private Path requireStaged() {
    if (staged == null) {
      throw new IllegalStateException("nothing is staged for " + plan());
    }
    return staged;
  }

  private static CommitRefusedException refused(RenderedFile file, String what, IOException e) {
    Path destination = file.plan().destination();
    return new CommitRefusedException(
        destination, trouble(destination.resolveSibling(""), file.content().length, what, e), e);
  }

  /** The system's words are looked at last: what it is about can be seen. */
  private static String trouble(Path directory, long bytes, String what, IOException e) {
    String shown = SafeText.name(directory);
    try {
      if (!Files.isDirectory(directory)) {
        return "its directory is not there; make it, or write another destination";
      }
      if (Files.getFileStore(directory).isReadOnly()) {
        return what + ": " + shown + " is mounted read-only; mount it to be written";
      }
      if (!Files.isWritable(directory)) {
        return what + ": this process may not write in " + shown + "; give it the right to";
      }
      if (Files.getFileStore(directory).getUsableSpace() < bytes) {
        return what + ": the file system of " + shown + " is full; make room for it";
      }
    } catch (IOException unseen) {
      log.debug("{} can't be looked at", shown, unseen);
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return what
        + ": "
        + (reason == null ? e.getClass().getSimpleName() : SafeText.line(reason))
        + "; look at the rights and the file system of "
        + shown;
  }
}
