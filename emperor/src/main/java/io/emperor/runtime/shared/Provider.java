package io.emperor.runtime.shared;

import io.emperor.api.Vassal;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Finds the class that a jar provides as its {@link Vassal}: what {@link java.util.ServiceLoader}
 * would find, without running any of the app's code, and with a message for everything that can be
 * wrong.
 */
final class Provider {

  private static final String ENTRY = "META-INF/services/" + Vassal.class.getName();
  private static final int LONGEST = 64 * 1024;

  private Provider() {}

  /**
   * The name of the class that the jar names.
   *
   * @param jar the private copy
   * @param source the file the user knows, for messages
   */
  static String name(Path jar, Path source) throws UnusableAppException, IOException {
    List<String> names;
    try (JarFile file = open(jar, source)) {
      ZipEntry entry = file.getEntry(ENTRY);
      if (entry == null) {
        throw new UnusableAppException(
            "%s has no provider and no Main-Class: put the name of its %s into %s"
                .formatted(source, Vassal.class.getName(), ENTRY));
      }
      names = names(file, entry);
    } catch (IllegalArgumentException e) {
      throw new UnusableAppException("%s has a broken directory".formatted(source), e);
    }
    if (names.size() != 1) {
      throw new UnusableAppException(
          String.format(
              Locale.ROOT,
              "%s names %d providers in %s: exactly one is needed",
              source,
              names.size(),
              ENTRY));
    }
    return names.get(0);
  }

  /** Loads the class without initializing it. */
  static Class<? extends Vassal> load(String name, ClassLoader loader, Path source)
      throws UnusableAppException {
    try {
      Class<?> found = Class.forName(name, false, loader);
      if (!Vassal.class.isAssignableFrom(found)) {
        throw new UnusableAppException(
            "%s: %s does not implement %s".formatted(source, name, Vassal.class.getName()));
      }
      int modifiers = found.getModifiers();
      if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers)) {
        throw new UnusableAppException(
            "%s: %s has to be public and not abstract".formatted(source, name));
      }
      Constructor<?> unused = found.getConstructor();
      return found.asSubclass(Vassal.class);
    } catch (ClassNotFoundException e) {
      throw new UnusableAppException(
          "%s names %s as its provider, but does not contain that class".formatted(source, name),
          e);
    } catch (NoSuchMethodException e) {
      throw new UnusableAppException(
          "%s: %s has no public constructor without parameters".formatted(source, name), e);
    } catch (UnsupportedClassVersionError e) {
      throw new UnusableAppException(
          "%s: %s was compiled for a newer Java than this one, %s"
              .formatted(source, name, Runtime.version().feature()),
          e);
    } catch (LinkageError e) {
      throw new UnusableAppException("%s: %s can't be loaded: %s".formatted(source, name, e), e);
    }
  }

  private static JarFile open(Path jar, Path source) throws UnusableAppException {
    try {
      return new JarFile(jar.toFile(), false, JarFile.OPEN_READ, Runtime.version());
    } catch (IOException e) {
      throw new UnusableAppException(
          "%s is no complete jar (%s): copy it again".formatted(source, e.getMessage()), e);
    }
  }

  private static List<String> names(JarFile file, ZipEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }
}
