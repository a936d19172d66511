package io.emperor.bench.shop;

import io.emperor.bench.peer.Directory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A jar or war that is being made; of two files with one name the first stays. */
final class Packing implements AutoCloseable {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);
  private final Set<String> names = new HashSet<>();

  /** Adds a text. */
  void add(String name, String text) {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file. */
  void add(String name, byte[] content) {
    put(new ZipEntry(name), content);
  }

  /** Adds all files below a directory. */
  void addBelow(Path directory, String prefix) {
    for (Path file : Directory.io(() -> filesBelow(directory))) {
      add(prefix + directory.relativize(file), Directory.io(() -> Files.readAllBytes(file)));
    }
  }

  /** Adds a jar as a whole, uncompressed, as Spring Boot wants it. */
  void addStored(String name, Path jar) {
    byte[] content = Directory.io(() -> Files.readAllBytes(jar));
    put(stored(name, content), content);
  }

  /** Adds what is in a jar, and leaves what is stored there as it is. */
  void addContentOf(Path jar, Predicate<String> wanted) {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
        if (wanted.test(entry.getName())) {
          byte[] content = file.getInputStream(entry).readAllBytes();
          boolean asItIs = entry.getMethod() == ZipEntry.STORED;
          put(asItIs ? stored(entry.getName(), content) : new ZipEntry(entry.getName()), content);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    return entry;
  }

  private void put(ZipEntry entry, byte[] content) {
    if (names.add(entry.getName())) {
      try {
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes what was added. */
  Path to(Path file) {
    close();
    return Directory.io(() -> Files.write(file, bytes.toByteArray()));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
