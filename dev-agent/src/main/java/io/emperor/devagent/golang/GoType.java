package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What Go would read a piece of JSON into. */
public interface GoType {

  /** Go's name of it, for complaints. */
  String goName();

  /**
   * Reads a piece of JSON that is not null.
   *
   * @return what was read, nothing if it was complained about
   */
  @Nullable Object read(JsonNode json, GoPlace place);
}
