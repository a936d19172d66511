package io.emperor.provisioning.membership;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** A cluster of 14 members: {@code shop} is subscribed, two others are observed. */
final class Cluster14 {

  static final Subscriptions SUBSCRIPTIONS =
      Subscriptions.of(List.of("shop"), List.of("billing", "search"));

  private Cluster14() {}

  static List<Peer> peers() throws IOException {
    try (InputStream in = Cluster14.class.getResourceAsStream("members.json")) {
      return new ObjectMapper().readValue(Objects.requireNonNull(in), new TypeReference<>() {});
    }
  }

  static Products products() throws IOException {
    return new ProductsReader(SUBSCRIPTIONS).read(peers(), List.of());
  }
}
