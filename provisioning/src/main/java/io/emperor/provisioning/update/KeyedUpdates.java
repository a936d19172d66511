package io.emperor.provisioning.update;

import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The updates that keys stand for: {@code PREFIX/PRODUCT/KEY} with a JSON object, whose version is
 * the index of its last change. Every other key is left out with one warning until it changes. Used
 * by one thread at a time.
 */
final class KeyedUpdates {

  private static final Logger log = LoggerFactory.getLogger(KeyedUpdates.class);
  private static final int MOST_WARNINGS = 20;
  private static final Pattern TWO_NAMES = Pattern.compile("([^/]+)/([^/]+)");

  private final String prefix;
  private final Carrier carrier;
  private Map<String, Long> leftOut = Map.of();

  KeyedUpdates(String prefix, Carrier carrier) {
    this.prefix = prefix;
    this.carrier = carrier;
  }

  /**
   * What a key stands for.
   *
   * @param prefix ends in a slash, or is empty
   * @param value {@code null} if it is no UTF-8
   * @throws UpdateException if it stands for none
   */
  static ConfigUpdate of(String prefix, String path, @Nullable String value, long version) {
    Matcher names =
        TWO_NAMES.matcher(path.startsWith(prefix) ? path.substring(prefix.length()) : "");
    if (!names.matches()) {
      throw new UpdateException(
          "is no key of the form %sPRODUCT/KEY; name it so"
              .formatted(prefix.isEmpty() ? "" : SafeText.name(prefix)));
    }
    return ConfigUpdate.of(names.group(1), names.group(2), version, value);
  }

  /** The updates of all keys, by the keys' paths and in their order. */
  Map<String, ConfigUpdate> of(List<Cluster.Key> keys) {
    Map<String, ConfigUpdate> updates = new TreeMap<>();
    Map<String, Long> unusable = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    for (Cluster.Key key : keys) {
      if (key.path().endsWith("/")) {
        continue; // what a folder is in Consul's own pages
      }
      try {
        ConfigUpdate update = of(prefix, key.path(), key.value(), key.modifyIndex());
        byte[] unused = carrier.payload(update);
        updates.put(key.path(), update);
      } catch (UpdateException e) {
        unusable.put(key.path(), key.modifyIndex());
        if (!Long.valueOf(key.modifyIndex()).equals(leftOut.get(key.path()))) {
          warnings.add("key " + SafeText.name(key.path()) + ": " + e.getMessage());
        }
      }
    }
    leftOut = unusable;
    warn(warnings);
    return updates;
  }

  private static void warn(List<String> warnings) {
    warnings.stream()
        .limit(MOST_WARNINGS)
        .forEach(warning -> log.warn("{}; it is left out until it changes", warning));
    if (warnings.size() > MOST_WARNINGS) {
      log.warn("{} more keys are left out until they change", warnings.size() - MOST_WARNINGS);
    }
  }
}
