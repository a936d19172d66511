package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a template is rendered with.
 *
 * @param input the snapshot's values; nobody changes them
 * @param environment the variables that {@code env} knows
 * @param answers what is known of Consul
 */
public record TemplateData(ObjectNode input, Map<String, String> environment, Answers answers) {

  public TemplateData {
    environment = Map.copyOf(environment);
  }

  /** Answers at once with what is known. */
  @FunctionalInterface
  public interface Answers {
    <T> Answer<T> to(Query<T> query);
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "TemplateData[" + input.size() + " inputs]";
  }
}
