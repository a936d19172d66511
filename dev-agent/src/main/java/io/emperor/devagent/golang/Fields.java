package io.emperor.devagent.golang;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of a struct that were there, as their types say. A missing one is Go's zero. */
public record Fields(Map<String, Object> values) {

  /** Whether a field was named at all, with null perhaps. */
  public boolean has(String name) {
    return values.containsKey(name) || values.containsKey(name + "?");
  }

  public boolean hasValue(String name) {
    return values.containsKey(name);
  }

  public String text(String name) {
    return values.get(name) instanceof String text ? text : "";
  }

  public long number(String name) {
    return values.get(name) instanceof Long number ? number : 0;
  }

  public BigInteger unsigned(String name) {
    return values.get(name) instanceof BigInteger number ? number : BigInteger.ZERO;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  public Duration duration(String name) {
    return values.get(name) instanceof Duration duration ? duration : Duration.ZERO;
  }

  public byte[] bytes(String name) {
    return values.get(name) instanceof byte[] bytes ? bytes : new byte[0];
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (values.get(name) instanceof List<?> all) {
      all.forEach(one -> texts.add(String.valueOf(one)));
    }
    return List.copyOf(texts);
  }

  public @Nullable List<String> textsOrNull(String name) {
    return hasValue(name) ? texts(name) : null;
  }

  public @Nullable Map<String, String> textMap(String name) {
    if (!(values.get(name) instanceof Map<?, ?> all)) {
      return null;
    }
    Map<String, String> texts = new TreeMap<>();
    all.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    return texts;
  }

  public Map<String, List<String>> textLists(String name) {
    Map<String, List<String>> lists = new TreeMap<>();
    if (values.get(name) instanceof Map<?, ?> all) {
      all.forEach(
          (key, one) -> {
            List<String> texts = new ArrayList<>();
            if (one instanceof List<?> list) {
              list.forEach(text -> texts.add(String.valueOf(text)));
            }
            lists.put(String.valueOf(key), List.copyOf(texts));
          });
    }
    return lists;
  }

  public @Nullable Fields struct(String name) {
    return values.get(name) instanceof Fields fields ? fields : null;
  }

  public List<Fields> structs(String name) {
    List<Fields> structs = new ArrayList<>();
    if (values.get(name) instanceof List<?> all) {
      all.forEach(one -> structs.add(one instanceof Fields fields ? fields : NONE));
    }
    return structs;
  }

  public Map<String, Fields> structMap(String name) {
    Map<String, Fields> structs = new TreeMap<>();
    if (values.get(name) instanceof Map<?, ?> all) {
      all.forEach(
          (key, one) ->
              structs.put(String.valueOf(key), one instanceof Fields fields ? fields : NONE));
    }
    return structs;
  }

  public @Nullable JsonNode json(String name) {
    return values.get(name) instanceof JsonNode json ? json : null;
  }

  public boolean isEmpty() {
    return values.keySet().stream().allMatch(name -> name.endsWith("?"));
  }

  public static final Fields NONE = new Fields(Map.of());
}
