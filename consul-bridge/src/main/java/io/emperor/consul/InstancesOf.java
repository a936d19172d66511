package io.emperor.consul;

import com.fasterxml.jackson.core.type.TypeReference;
import com.orbitz.consul.model.health.ServiceHealth;
import com.orbitz.consul.util.Jackson;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for the instances of a service with their health. */
record InstancesOf(@Nullable String tag, String name, @Nullable String dc)
    implements Question<Instances> {

  private static final TypeReference<List<ServiceHealth>> FOUND = new TypeReference<>() {};

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    v1.addPathSegment("health").addPathSegment("service").addPathSegment(name);
    return tag == null ? v1 : v1.addQueryParameter("tag", tag);
  }

  @Override
  public Instances read(byte[] body) throws IOException {
    return Instances.of(Jackson.MAPPER.readValue(body, FOUND));
  }
}
