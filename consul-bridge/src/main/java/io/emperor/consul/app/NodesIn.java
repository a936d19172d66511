package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for the nodes of a datacenter. */
record NodesIn(@Nullable String dc) implements Query<List<CatalogNode>> {

  private static final TypeReference<List<CatalogNode>> FOUND = new TypeReference<>() {};

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    return v1.addPathSegment("catalog").addPathSegment("nodes");
  }

  @Override
  public List<CatalogNode> read(byte[] body) throws IOException {
    return List.copyOf(AgentHttp.JSON.readValue(body, FOUND));
  }

  @Override
  public boolean isNothing(List<CatalogNode> answer) {
    return answer.isEmpty();
  }
}
