package io.emperor.runtime;

import io.emperor.api.Vassal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Builds an app's jar out of the tests' own classes, sources and texts. */
public final class AppJar {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String PROVIDERS = "META-INF/services/io.emperor.api.Vassal";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private AppJar() {}

  /** A jar without anything. */
  public static AppJar empty() {
    return new AppJar();
  }

  /** A jar with a class, what is nested in it, and its name as the provider. */
  public static AppJar providing(Class<? extends Vassal> type) {
    return empty().naming(type.getName()).with(type);
  }

  /** Writes the file that names the providers. */
  public AppJar naming(String providers) {
    return with(PROVIDERS, providers);
  }

  AppJar with(Class<?> type) {
    entries.put(entry(type.getName()), code(type));
    for (Class<?> nested : type.getDeclaredClasses()) {
      AppJar unused = with(nested);
    }
    return this;
  }

  /** Adds a class as if it had been compiled for a Java that does not exist yet. */
  public AppJar withClassOfTomorrow(Class<?> type) {
    byte[] code = code(type);
    code[7] = (byte) 200;
    entries.put(entry(type.getName()), code);
    return this;
  }

  /** Adds an entry. */
  public AppJar with(String entry, String text) {
    entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Compiles a class and adds it. */
  public AppJar withSource(String name, String source) {
    return withSources(Map.of(name, source));
  }

  /** Compiles classes that know of each other, and adds them. */
  public AppJar withSources(Map<String, String> sources) {
    SourceCode.compiled(sources).forEach((type, code) -> entries.put(entry(type), code));
    return this;
  }

  /** Says which others it needs beside it. */
  public AppJar withClassPath(List<String> names) {
    return with(MANIFEST, classPath(names));
  }

  private static String classPath(List<String> names) {
    return "Manifest-Version: 1.0\nClass-Path: \n  " + String.join("\n  ", names) + "\n";
  }

  /** Says which others it needs beside it, and what is run. */
  public AppJar withClassPath(List<String> names, String mainClass) {
    return with(MANIFEST, classPath(names) + "Main-Class: " + mainClass + "\n");
  }

  /** Adds all classes of the jar that a class comes from, and what else is in it. */
  public AppJar withLibraryOf(Class<?> type) {
    try (JarFile library = new JarFile(library(type).toFile())) {
      for (JarEntry entry : Collections.list(library.entries())) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = library.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  static Path library(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Makes it a war: what was added so far are its classes. */
  public AppJar inWar() {
    Map<String, byte[]> classes = new LinkedHashMap<>(entries);
    entries.clear();
    classes.forEach((name, content) -> entries.put("WEB-INF/classes/" + name, content));
    return this;
  }

  /** Adds a library of a war. */
  public AppJar withLibrary(String name, AppJar library) {
    entries.put("WEB-INF/lib/" + name, library.bytes());
    return this;
  }

  /** Leaves a class out again. */
  public AppJar without(String type) {
    entries.remove(entry(type));
    return this;
  }

  private static String entry(String type) {
    return type.replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) {
    try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type.getName()))) {
      return Objects.requireNonNull(in, type.getName()).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the jar whole, in the place of whatever was there. */
  public Path writtenTo(Path file) {
    try {
      Path beside = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), bytes());
      return Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
