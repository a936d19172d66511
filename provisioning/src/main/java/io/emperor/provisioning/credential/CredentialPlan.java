package io.emperor.provisioning.credential;

import io.emperor.base.SafeText;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A credential as somebody has written it. Immutable.
 *
 * @param name also the name of its files, before their ending: letters, digits, {@code _} and
 *     {@code -}
 * @param keys the keys of Consul that hold its parts: a value alone, or a certificate and its key
 *     and perhaps what else belongs to them
 */
public record CredentialPlan(String name, Map<CredentialPart, String> keys) {

  public CredentialPlan {
    keys = Collections.unmodifiableMap(new EnumMap<>(keys));
  }

  /** A part's key of Consul, for people. */
  String shown(CredentialPart part) {
    return SafeText.name(keys.getOrDefault(part, part.word()));
  }
}
