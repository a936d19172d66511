package io.emperor.provisioning.schema;

/**
 * A rule of a schema that a value breaks, without the value.
 *
 * @param key where it is within the interface, dotted: {@code servers.0.port}; empty for the whole
 * @param rule the keyword that says so, with what a reader of the schema needs to find it: {@code
 *     type: integer}, {@code required: host}
 */
public record Violation(String key, String rule) {

  /** As messages have it: {@code port: type: integer}. */
  @Override
  public String toString() {
    return key.isEmpty() ? rule : key + ": " + rule;
  }
}
