package io.emperor.serf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map of a message. What is missing is empty, or zero, as in the language serf is written in.
 * Text that is no UTF-8 has replacement characters. Immutable.
 *
 * @param values by name: a byte array, a {@link Long}, a {@link Boolean}, a list, or fields
 */
record Fields(Map<String, Object> values) {

  static final Fields NONE = new Fields(Map.of());

  String text(String name) throws UnreadableException {
    return text(bytes(name));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  byte[] bytes(String name) throws UnreadableException {
    byte[] bytes = as(byte[].class, name);
    return bytes == null ? new byte[0] : bytes;
  }

  long number(String name) throws UnreadableException {
    Long number = as(Long.class, name);
    return number == null ? 0 : number;
  }

  boolean flag(String name) throws UnreadableException {
    return Boolean.TRUE.equals(as(Boolean.class, name));
  }

  List<Fields> list(String name) throws UnreadableException {
    List<Fields> list = new ArrayList<>();
    List<?> values = as(List.class, name);
    for (Object value : values == null ? List.of() : values) {
      if (!(value instanceof Fields fields)) {
        throw wrong(name);
      }
      list.add(fields);
    }
    return list;
  }

  Map<String, String> texts(String name) throws UnreadableException {
    Map<String, String> texts = new LinkedHashMap<>();
    Fields fields = as(Fields.class, name);
    if (fields != null) {
      for (String key : fields.values.keySet()) {
        texts.put(key, fields.text(key));
      }
    }
    return texts;
  }

  private <T> @Nullable T as(Class<T> type, String name) throws UnreadableException {
    Object value = values.get(name);
    if (value != null && !type.isInstance(value)) {
      throw wrong(name);
    }
    return type.cast(value);
  }

  private static UnreadableException wrong(String name) {
    return new UnreadableException("a field of another type than serf's " + name);
  }
}
