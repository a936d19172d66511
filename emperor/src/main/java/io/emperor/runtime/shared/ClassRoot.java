package io.emperor.runtime.shared;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A place that classes are read from. Thread safe. */
interface ClassRoot extends Closeable {

  /**
   * The code of a class.
   *
   * @param code the content of its file
   * @param source where it is from, and who has signed it
   */
  record Found(ByteBuffer code, CodeSource source) {}

  /** The place, as a class loader names it. */
  URL location();

  /** What is there by that name, if anything. */
  @Nullable Found find(String path) throws IOException;

  /** What is said of the packages there, if anything. */
  @Nullable Manifest manifest() throws IOException;

  /**
   * Opens a place.
   *
   * @param path a jar, or a directory
   * @throws IOException if it can't be read
   */
  static ClassRoot of(Path path) throws IOException {
    URL location = path.toUri().toURL();
    return Files.isDirectory(path)
        ? new Directory(path, location)
        : new Jar(new JarFile(path.toFile(), true, ZipFile.OPEN_READ, Runtime.version()), location);
  }

  /** A jar that stays open. */
  record Jar(JarFile jar, URL location) implements ClassRoot {

    @Override
    public @Nullable Found find(String path) throws IOException {
      JarEntry entry = jar.getJarEntry(path);
      if (entry == null) {
        return null;
      }
      try (InputStream in = jar.getInputStream(entry)) {
        byte[] code = in.readAllBytes();
        return new Found(ByteBuffer.wrap(code), new CodeSource(location, entry.getCodeSigners()));
      }
    }

    @Override
    public @Nullable Manifest manifest() throws IOException {
      return jar.getManifest();
    }

    @Override
    public void close() throws IOException {
      jar.close();
    }
  }

  /** A directory. */
  record Directory(Path path, URL location) implements ClassRoot {

    @Override
    public @Nullable Found find(String name) throws IOException {
      Path file;
      try {
        file = path.resolve(name);
      } catch (InvalidPathException e) {
        return null; // nothing can be there by a name that this locale has no letters for
      }
      return Files.isRegularFile(file)
          ? new Found(
              ByteBuffer.wrap(Files.readAllBytes(file)),
              new CodeSource(location, (CodeSigner[]) null))
          : null;
    }

    @Override
    public @Nullable Manifest manifest() {
      return null;
    }

    @Override
    public void close() {}
  }
}
