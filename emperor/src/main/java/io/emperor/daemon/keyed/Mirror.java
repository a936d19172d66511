package io.emperor.daemon.keyed;

import io.emperor.api.KeyValue;
import io.emperor.runtime.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one prefix as files, which outlive outages and the emperor. A file is whole whenever
 * it is seen, and written only when its key has other contents. For one thread at a time.
 */
final class Mirror {

  private static final Logger log = LoggerFactory.getLogger(Mirror.class);

  /** Of a prefix that is used for other things, too, nobody wants to read more. */
  private static final int MOST = 20;

  /** Hidden from the monitor. */
  private static final String UNFINISHED = ".unfinished";

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final ConsulPrefix prefix;
  private final Path directory;
  private final Set<String> leftAlone = new ConcurrentSkipListSet<>();

  Mirror(ConsulPrefix prefix, Path directory) {
    this.prefix = prefix;
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** What people are told of keys that are no vassal's, of the first of them. */
  List<String> leftAlone() {
    return leftAlone.stream().map(this::words).toList();
  }

  /**
   * Makes the files what the keys are.
   *
   * @throws IOException if not all could be written or removed
   */
  void show(List<KeyValue> keys) throws IOException {
    Path unused = PrivateDirectory.made(directory);
    Set<String> names = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (KeyValue key : keys) {
      String name = key.key().substring(prefix.keys().length());
      if (ConsulPrefix.fault(name).isEmpty()) {
        names.add(name);
        write(name, key.value());
      } else if (!name.isEmpty()) { // the level itself, as Consul's own page makes it
        others.add(name);
      }
    }
    leaveAlone(others);
    removeAllBut(names);
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path unfinished = directory.resolve(UNFINISHED);
    boolean unused = Files.deleteIfExists(unfinished);
    try (FileChannel out =
        FileChannel.open(
            unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MODE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        int unusedToo = out.write(left);
      }
      out.force(true); // what a power cut leaves has to be one or the other
    }
    Path moved = Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    log.debug("{} was written to {}", prefix.shown(name), moved);
  }

  private void removeAllBut(Set<String> names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (ConsulPrefix.fault(name).isEmpty() && !names.contains(name)) {
          Files.delete(file);
          log.info("{} was deleted", prefix.shown(name));
        }
      }
    }
  }

  private void leaveAlone(Set<String> names) {
    leftAlone.retainAll(names);
    names.stream()
        .sorted()
        .filter(name -> leftAlone.size() <= MOST && leftAlone.add(name))
        .forEach(this::tell);
  }

  private void tell(String name) {
    if (leftAlone.size() > MOST) {
      log.warn("{} and what else is there is left alone, too", prefix.shown(name));
    } else {
      log.warn("{}", words(name));
    }
  }

  private String words(String name) {
    return "%s is left alone: %s"
        .formatted(prefix.shown(name), ConsulPrefix.fault(name).orElseThrow());
  }
}
