package io.emperor.test;

import io.emperor.api.Vassal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Builds the jar of an app out of the tests' own classes, and drops it where an emperor looks. */
final class AppJar {

  private static final String PROVIDERS = "META-INF/services/" + Vassal.class.getName();

  private static final String MANIFEST = "Manifest-Version: 1.0\nMain-Class: %s\n";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private AppJar() {}

  /** A jar with a class, what is nested in it, and its name as the provider. */
  static AppJar providing(Class<? extends Vassal> type) {
    AppJar jar = new AppJar().with(PROVIDERS, type.getName());
    jar.add(type);
    return jar;
  }

  /** A jar that {@code java -jar} runs. */
  static AppJar executing(Class<?> main) {
    AppJar jar = new AppJar().with(JarFile.MANIFEST_NAME, MANIFEST.formatted(main.getName()));
    jar.add(main);
    return jar;
  }

  static AppJar empty() {
    return new AppJar();
  }

  private void add(Class<?> type) {
    String path = type.getName().replace('.', '/') + ".class";
    try (InputStream code = type.getClassLoader().getResourceAsStream(path)) {
      entries.put(path, Objects.requireNonNull(code, path).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      add(nested);
    }
  }

  /** Adds a class that the app needs, and what is nested in it. */
  AppJar and(Class<?> type) {
    add(type);
    return this;
  }

  /** Unpacks a library into it, as shading does. */
  AppJar withLibrary(Path library) {
    try (JarFile jar = new JarFile(library.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          try (InputStream in = jar.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  AppJar with(String entry, String text) {
    entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  byte[] bytes() {
    try (var bytes = new java.io.ByteArrayOutputStream()) {
      write(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream out) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
  }

  /** Writes the jar under another name first, as {@code mv} from the same file system would. */
  Path dropInto(Path directory, String name) {
    return drop(bytes(), directory.resolve(name + ".jar"));
  }

  static Path drop(byte[] content, Path target) {
    try {
      Path beside = target.resolveSibling(target.getFileName() + ".tmp");
      Files.write(beside, content);
      return Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path drop(String content, Path target) {
    return drop(content.getBytes(StandardCharsets.UTF_8), target);
  }
}
