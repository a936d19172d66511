package io.emperor.runtime.shared;

import io.emperor.runtime.PrivateDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Puts what is in a zip file on the disk: a small one may well be made so that it fills every disk.
 * What the file says of its sizes counts for nothing, only what comes out of it. For one thread.
 */
final class Unpacking {

  private static final int MOST_ENTRIES = 100_000;
  private static final int CHUNK = 1 << 16;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  private final long limit;
  private final BooleanSupplier wanted;
  private final byte[] chunk = new byte[CHUNK];
  private long room;
  private long written;

  /**
   * Has not begun.
   *
   * @param limit so many bytes may come out of it
   * @param wanted asked often whether to go on
   */
  Unpacking(long limit, BooleanSupplier wanted) {
    this.limit = limit;
    this.wanted = wanted;
  }

  /**
   * Unpacks a file.
   *
   * @throws ZipException if that can't be done anywhere
   * @throws IOException if it can't be done now, or is not wanted any more
   */
  void unpack(Path file, Path target) throws IOException {
    Path unused = PrivateDirectory.made(target);
    room = SpaceLimit.on(target);
    ZipPlaces places = new ZipPlaces(target);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw new ZipException(
            String.format(
                Locale.ROOT, "it has more than %d entries: leave some out", MOST_ENTRIES));
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        requireWanted();
        unpack(zip, entries.nextElement(), places);
      }
    } catch (EOFException e) {
      throw new ZipException("it ends too early");
    }
  }

  private void unpack(ZipFile zip, ZipEntry entry, ZipPlaces places) throws IOException {
    Path place = places.of(entry);
    if (entry.isDirectory()) {
      Path unused = PrivateDirectory.made(place);
      return;
    }
    Path unused = PrivateDirectory.made(ZipPlaces.parent(place));
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(place)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        require(read);
        out.write(chunk, 0, read);
      }
    }
  }

  private void require(int more) throws IOException {
    requireWanted();
    written += more;
    if (written > limit) {
      throw new ZipException(
          "more than " + shown() + " comes out of it: make it smaller, or set unpacked-limit");
    }
    if (written > room) {
      throw SpaceLimit.lacking(room);
    }
  }

  private String shown() {
    return limit % MIB == 0 ? limit / MIB + " MiB" : limit / KIB + " KiB";
  }

  private void requireWanted() throws IOException {
    if (!wanted.getAsBoolean()) {
      throw new IOException("it is not wanted any more");
    }
  }
}
