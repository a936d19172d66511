package io.emperor.provisioning.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.schema.InterfaceSchema;
import io.emperor.provisioning.schema.Schemas;
import io.emperor.provisioning.schema.Verdict;
import io.emperor.provisioning.source.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks whether what a rule waits for is there and valid. What is not there is not valid: whether
 * enough keys are valid says whether enough are there, too.
 */
final class RuleCheck {

  private static final int MOST_VIOLATIONS = 5;
  private static final int LONGEST_KEY = 100;

  private final Schemas schemas;

  RuleCheck(Schemas schemas) {
    this.schemas = schemas;
  }

  Due of(Rule rule, Snapshot snapshot) {
    Map<String, JsonNode> interfaces = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String key : rule.keys()) {
      missing(key, snapshot, interfaces).ifPresent(missing::add);
    }
    boolean isDue = rule.operator() == Operator.ANY ? !interfaces.isEmpty() : missing.isEmpty();
    return new Due(isDue, input(rule.input(), interfaces), String.join("; ", missing));
  }

  /** Adds the interface of a key to the others if the key is there and valid. */
  private Optional<String> missing(
      String key, Snapshot snapshot, Map<String, JsonNode> interfaces) {
    List<String> components = List.of(key.split("\\.", -1));
    String name = components.get(0);
    JsonPointer pointer = JsonPointer.empty();
    JsonNode value = snapshot.values();
    for (String component : components) {
      pointer = pointer.appendProperty(component);
      value = value.path(component);
    }
    if (value.isMissingNode()) {
      return Optional.of(shown(key) + ": there is no such key");
    }
    Optional<InterfaceSchema> schema = schemas.of(name);
    if (schema.isEmpty()) {
      return Optional.of(shown(key) + ": there is no schema " + shown(name));
    }
    String above = pointer.toString();
    Verdict verdict =
        schema.get().validate(value, below -> snapshot.texts().contains(above + below));
    if (!verdict.isValid()) {
      return Optional.of(violations(key, verdict));
    }
    JsonNode whole = interfaces.getOrDefault(name, snapshot.values().get(name));
    interfaces.remove(name); // the order is that of the last key
    interfaces.put(name, replaced(whole, components, 1, verdict.value()));
    return Optional.empty();
  }

  private static JsonNode replaced(
      JsonNode whole, List<String> components, int at, JsonNode value) {
    if (at == components.size()) {
      return value;
    }
    String component = components.get(at);
    ObjectNode copy = ((ObjectNode) whole).objectNode().setAll((ObjectNode) whole);
    copy.set(component, replaced(whole.get(component), components, at + 1, value));
    return copy;
  }

  private static String violations(String key, Verdict verdict) {
    int more = verdict.violations().size() - MOST_VIOLATIONS;
    return verdict.violations().stream()
        .limit(MOST_VIOLATIONS)
        .map(violation -> shown(key) + ": " + violation)
        .collect(Collectors.joining(", ", "", more > 0 ? " and " + more + " more" : ""));
  }

  private static String shown(String key) {
    return SafeText.escaped(key, LONGEST_KEY);
  }

  private static ObjectNode input(HandlerInput kind, Map<String, JsonNode> interfaces) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    interfaces.forEach(
        (name, value) -> {
          if (kind == HandlerInput.FLAT && value instanceof ObjectNode object) {
            input.setAll(object);
          } else {
            input.set(name, value); // a single value has no names to be merged by
          }
        });
    return input;
  }
}
