package io.emperor.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Function;

/** One that watches a directory for a file for each app. */
final class Dropping implements Peer.Running {

  private final Launched launched;
  private final Path aside;
  private final Path watched;
  private final String ending;
  private final Function<String, byte[]> content;

  /**
   * What was launched.
   *
   * @param work on the same file system as {@code watched}
   * @param ending of the files, with its dot
   * @param content of the file of an app of that name
   */
  Dropping(
      Launched launched, Path work, Path watched, String ending, Function<String, byte[]> content) {
    this.launched = launched;
    this.aside = Directory.made(work.resolve("aside"));
    this.watched = watched;
    this.ending = ending;
    this.content = content;
  }

  @Override
  public void prepare(String app) {
    Directory.io(() -> Files.write(aside.resolve(app + ending), content.apply(app)));
  }

  @Override
  public void drop(String app) {
    Path ready = aside.resolve(app + ending);
    Directory.io(() -> Files.move(ready, file(app), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void touch(String app) {
    Directory.io(() -> Files.setLastModifiedTime(file(app), FileTime.from(Instant.now())));
  }

  @Override
  public void remove(String app) {
    Path file = file(app);
    Directory.io(
        () -> {
          Files.delete(file);
          return file;
        });
  }

  private Path file(String app) {
    return watched.resolve(app + ending);
  }

  @Override
  public ProcessHandle process() {
    return launched.handle();
  }

  @Override
  public void close() {
    launched.close();
  }
}
