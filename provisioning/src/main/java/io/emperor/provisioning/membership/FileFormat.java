package io.emperor.provisioning.membership;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a file tells who is in the cluster. */
public enum FileFormat {
  /** {@code fakedhosts.txt}, and the link {@code fakehosts.txt} to it. */
  HOSTS,
  /** {@code services.json}. */
  JSON,
  /** {@code services.yml}. */
  YAML,
  /** {@code haproxy_PRODUCT.cnf} for each product. */
  HAPROXY;

  /** As somebody writes it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that somebody has written. */
  static Optional<FileFormat> find(String key) {
    return Arrays.stream(values()).filter(format -> format.key().equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(FileFormat::key).toList();
  }
}
