package io.emperor.provisioning.template;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a template renders to. Immutable.
 *
 * @param text the whole text; not to be used while something is missing
 * @param asked what was asked of Consul, in that order
 * @param missing what the template waits for, one line each without any value
 */
public record Rendered(String text, Set<Query<?>> asked, List<String> missing) {

  public Rendered {
    asked = Collections.unmodifiableSet(new LinkedHashSet<>(asked));
    missing = List.copyOf(missing);
  }

  public boolean isComplete() {
    return missing.isEmpty();
  }

  /** The text as it stands in a file, in UTF-8. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Leaves the text out, which may have secrets. */
  @Override
  public String toString() {
    return "Rendered[asked " + asked.size() + ", missing " + missing + "]";
  }
}
