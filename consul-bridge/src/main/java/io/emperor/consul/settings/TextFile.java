package io.emperor.consul.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file that somebody has written, with whatever editor. */
final class TextFile {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /** What the file says, as UTF-8, without the mark that some editors put before it. */
  static String read(Path file) throws IOException {
    String text = Files.readString(file);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
