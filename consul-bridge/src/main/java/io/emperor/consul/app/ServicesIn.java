package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for the services of a datacenter. */
public record ServicesIn(@Nullable String dc) implements Query<Map<String, Set<String>>> {

  private static final TypeReference<Map<String, @Nullable List<String>>> FOUND =
      new TypeReference<>() {};

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegment("catalog").addPathSegment("services");
  }

  @Override
  public Map<String, Set<String>> read(byte[] body) throws IOException {
    return Discovery.sorted(AgentHttp.JSON.readValue(body, FOUND));
  }
}
