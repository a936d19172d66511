package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

  @TempDir Path directory;

  private final HeardSource heard = new HeardSource();
  private final List<FileSource> opened = new ArrayList<>();

  @AfterEach
  void end() {
    opened.forEach(FileSource::close);
  }

  private FileSource open(Path file) {
    FileSource source = new FileSource(file);
    opened.add(source);
    source.open(heard);
    return source;
  }

  private void hears(String what) {
    Waiting.until(what + " after " + heard.all(), () -> heard.last().contains(what));
  }

  @Test
  void aFileThatAppearsLaterIsReadAndReadAgainWhenItChanges() throws IOException {
    Path file = directory.resolve("app.yaml");
    FileSource source = open(file);
    assertThat(source.name()).isEqualTo("file " + file);
    assertThat(source.isText()).isFalse();
    hears("is not there");
    Files.writeString(file, "a: 1\n");
    hears("{\"a\":1}");
    Files.writeString(file, "a: 2\n");
    hears("{\"a\":2}");
    Files.delete(file);
    hears("is not there");
    source.close();
  }

  @Test
  void aFileThatIsReplacedIsAnotherOneThoughItLooksTheSame() throws IOException {
    Path file = Files.writeString(directory.resolve("app.yaml"), "a: 1\n");
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, time);
    open(file);
    hears("{\"a\":1}");
    Path next = Files.writeString(directory.resolve("next"), "a: 2\n");
    Files.setLastModifiedTime(next, time);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    hears("{\"a\":2}");
  }

  @Test
  void aMountedFileChangesWithTheLinkThatItsDirectoryIsBehind() throws IOException {
    for (String version : new String[] {"1", "2"}) {
      Path data = Files.createDirectory(directory.resolve("..version" + version));
      Files.writeString(data.resolve("app.yaml"), "a: " + version + "\n");
    }
    Path data = directory.resolve("..data");
    Files.createSymbolicLink(data, Path.of("..version1"));
    Path file = Files.createSymbolicLink(directory.resolve("app.yaml"), Path.of("..data/app.yaml"));
    open(file);
    hears("{\"a\":1}");
    Path next = Files.createSymbolicLink(directory.resolve("..next"), Path.of("..version2"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    hears("{\"a\":2}");
  }

  @Test
  void whatIsHalfWrittenIsSaidAndTheWholeOfItIsReadLater() throws IOException {
    Path file = Files.writeString(directory.resolve("app.yaml"), "a: {b: hunter2");
    open(file);
    hears("can't be used: " + file + ":1: is not YAML");
    assertThat(heard.last()).doesNotContain("hunter2");
    Files.writeString(file, "a: {b: c}");
    hears("{\"a\":{\"b\":\"c\"}}");
    Files.writeString(file, "");
    hears("is empty");
    Files.writeString(file, "[a]");
    hears("is no map");
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    open(pipe);
    hears("is no file");
  }

  @Test
  void aClosedSourceSaysNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("app.yaml"), "a: 1\n");
    FileSource source = open(file);
    hears("{\"a\":1}");
    source.close();
    source.close();
    int told = heard.all().size();
    Files.writeString(file, "a: 22\n");
    Waiting.until("nobody looks at it", () -> lookers().isEmpty());
    assertThat(heard.all()).hasSize(told);
  }

  private static List<Thread> lookers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("file-source"))
        .toList();
  }
}
