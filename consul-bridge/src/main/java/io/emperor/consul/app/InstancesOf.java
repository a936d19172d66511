package io.emperor.consul.app;

import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.watch.Query;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Asks for the instances of a service with their health. */
public record InstancesOf(@Nullable String tag, String name, @Nullable String dc)
    implements Query<Instances> {

  @Override
  public HttpUrl.Builder address(HttpUrl.Builder v1) {
    v1.addPathSegment("health").addPathSegment("service").addPathSegment(name);
    return tag == null ? v1 : v1.addQueryParameter("tag", tag);
  }

  @Override
  public Instances read(byte[] body) throws IOException {
    return Instances.of(AgentHttp.JSON.readValue(body, FoundInstance.LIST));
  }

  @Override
  public boolean isNothing(Instances answer) {
    return answer.all().isEmpty();
  }
}
