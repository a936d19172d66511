package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.daemon.keyed.KeyedFiles;
import java.util.Locale;

/**
 * What was done to a configuration in Consul.
 *
 * @param name the vassal's name
 * @param key the key with {@code consul:} before it
 * @param outcome {@code created}, {@code changed}, {@code unchanged}, {@code removed} or {@code
 *     absent}
 */
public record KeyedFileEntry(
    @JsonProperty String name, @JsonProperty String key, @JsonProperty String outcome) {

  public static KeyedFileEntry of(KeyedFiles.Written written) {
    return new KeyedFileEntry(
        written.vassal(), written.key(), written.outcome().name().toLowerCase(Locale.ROOT));
  }
}
