package io.emperor.config.file;

import java.util.List;
import java.util.Map;

/** A value as it stands in a file, before anybody says what it means. */
public sealed interface RawValue {

  /** How it is called in a message. */
  String shown();

  /** One word or line; numbers and booleans are taken as their text. */
  record Text(String text) implements RawValue {
    @Override
    public String shown() {
      return Printable.quoted(text);
    }
  }

  /** A list. */
  record Items(List<String> items) implements RawValue {
    @Override
    public String shown() {
      return "a list";
    }
  }

  /**
   * Whatever stands there, nested as it may be: somebody else reads it.
   *
   * @param shown a word or a line, or what it is
   */
  record Nested(String shown) implements RawValue {}

  /** A map, each entry with its own line. */
  record Entries(Map<String, Sourced<String>> entries) implements RawValue {
    @Override
    public String shown() {
      return "a map";
    }
  }
}
