package io.emperor.devagent.model;

import io.emperor.devagent.base.HttpError;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What metadata may look like. */
public final class MetaRules {

  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int MOST = 64;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 512;

  private MetaRules() {}

  /**
   * Refuses what a service may not have.
   *
   * @throws HttpError with the reason
   */
  public static void require(@Nullable Map<String, String> meta) {
    String complaint = meta == null ? null : complaint(meta);
    if (complaint != null) {
      throw HttpError.badRequest("Invalid Service Meta: " + complaint);
    }
  }

  /** What is wrong, if anything is. */
  public static @Nullable String complaint(Map<String, String> meta) {
    if (meta.size() > MOST) {
      return "Node metadata cannot contain more than 64 key/value pairs";
    }
    for (Map.Entry<String, String> pair : meta.entrySet()) {
      String complaint = complaint(pair.getKey(), pair.getValue());
      if (complaint != null) {
        return "Couldn't load metadata pair ('%s', '%s'): %s"
            .formatted(pair.getKey(), pair.getValue(), complaint);
      }
    }
    return null;
  }

  private static @Nullable String complaint(String key, String value) {
    if (key.isEmpty()) {
      return "Key cannot be blank";
    }
    if (!KEY.matcher(key).matches()) {
      return "Key contains invalid characters";
    }
    if (key.startsWith("consul-")) {
      return "Key prefix 'consul-' is reserved for internal use";
    }
    if (key.length() > LONGEST_KEY) {
      return "Key is too long (limit: 128 characters)";
    }
    return value.length() > LONGEST_VALUE ? "Value is too long (limit: 512 characters)" : null;
  }
}
