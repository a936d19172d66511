package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a schema says about a value.
 *
 * @param value with the texts that stand for something else replaced by that
 * @param violations none if the value is valid
 */
public record Verdict(JsonNode value, List<Violation> violations) {

  public Verdict {
    violations = List.copyOf(violations);
  }

  public boolean isValid() {
    return violations.isEmpty();
  }

  /** Leaves the value out, which may be a secret. */
  @Override
  public String toString() {
    return "Verdict" + violations;
  }
}
