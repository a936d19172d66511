package io.emperor.provisioning.template;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files in one directory and below it, and none elsewhere. */
final class TemplateFiles {

  private static final int LONGEST = 1 << 20;

  private final Path directory;

  TemplateFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Finds a file by a name that a template says.
   *
   * @throws UnreadableException if it is, or leads, outside of the directory
   */
  Path find(String name) {
    Path relative = relative(name);
    Path file = directory.resolve(relative);
    try {
      if (!file.toRealPath().startsWith(directory.toRealPath())) {
        throw outside(name);
      }
      return file;
    } catch (NoSuchFileException e) {
      throw new UnreadableException(SafeText.name(name) + " is not there; create it");
    } catch (IOException e) {
      throw cantBeRead(name);
    }
  }

  private static Path relative(String name) {
    try {
      Path relative = Path.of(name);
      for (Path part : relative) {
        if (part.toString().equals("..")) {
          throw outside(name);
        }
      }
      if (relative.isAbsolute()) {
        throw outside(name);
      }
      return relative;
    } catch (InvalidPathException e) {
      throw new UnreadableException(SafeText.name(name) + " is no file's name; correct it");
    }
  }

  private static UnreadableException outside(String name) {
    return new UnreadableException(
        SafeText.name(name) + " is outside of the template's directory; put it beside it");
  }

  /**
   * Reads a text.
   *
   * @throws UnreadableException if it is none in UTF-8 of at most 1 MiB
   */
  static String read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (!Files.exists(file)) {
        throw new UnreadableException(SafeText.name(name) + " is not there; create it");
      }
      if (!Files.isRegularFile(file)) {
        throw new UnreadableException(SafeText.name(name) + " is no file; name a file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(bytes(file, name)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException(SafeText.name(name) + " is not in UTF-8; save it in UTF-8");
    } catch (IOException e) {
      throw cantBeRead(name);
    }
  }

  private static ByteBuffer bytes(Path file, String name) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new UnreadableException(SafeText.name(name) + " is longer than 1 MiB; split it");
      }
      return ByteBuffer.wrap(bytes);
    }
  }

  private static UnreadableException cantBeRead(String name) {
    return new UnreadableException(
        SafeText.name(name) + " can't be read; see that the user of this process may");
  }

  /** A file can't be had, in words that begin with its name. */
  static final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableException(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
