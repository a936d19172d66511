package io.emperor.provisioning.template;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.source.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows what a test tells it. */
final class FakeAnswers implements TemplateData.Answers {

  private final Map<Query<?>, Answer<?>> known = new HashMap<>();

  @Override
  @SuppressWarnings("unchecked") // put in by the same question
  public <T> Answer<T> to(Query<T> query) {
    return (Answer<T>) known.getOrDefault(query, Answer.none());
  }

  <T> FakeAnswers put(Query<T> query, Answer<T> answer) {
    known.put(query, answer);
    return this;
  }

  FakeAnswers key(String path, String value) {
    return put(new Query.Key(path), Answer.of(List.of(new Cluster.Key(path, value))));
  }

  FakeAnswers noKey(String path) {
    return put(new Query.Key(path), Answer.of(List.of()));
  }

  /** Keys below a prefix, each with the value that stands after it. */
  FakeAnswers keys(String prefix, String... keysAndValues) {
    List<Cluster.Key> keys =
        Arrays.stream(keysAndValues)
            .map(each -> each.split("=", 2))
            .map(each -> new Cluster.Key(prefix + each[0], each[1]))
            .toList();
    return put(new Query.Keys(prefix), Answer.of(keys));
  }

  FakeAnswers instances(String service, Cluster.Instance... instances) {
    return put(new Query.Passing(service), Answer.of(List.of(instances)));
  }

  TemplateData data() {
    return data("{}");
  }

  TemplateData data(String input) {
    return new TemplateData(json(input), Map.of("HOME", "/root"), this);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
