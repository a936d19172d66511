package io.emperor.consul.app;

import com.orbitz.consul.CatalogClient;
import com.orbitz.consul.Consul.NetworkTimeoutConfig;
import com.orbitz.consul.KeyValueClient;
import com.orbitz.consul.config.ClientConfig;
import com.orbitz.consul.monitoring.ClientEventCallback;
import com.orbitz.consul.monitoring.ClientEventHandler;
import com.orbitz.consul.util.Jackson;
import io.emperor.consul.http.AgentHttp;
import java.lang.reflect.Constructor;
import okhttp3.Request;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * The client library's parts over our own requests. Its builder makes an HTTP client of its own
 * that follows redirects, repeats writes, knows no limit for a whole call and asks for the token
 * once; there is no public way to give it another one, so its parts are constructed here.
 */
public record OrbitzClients(KeyValueClient keyValues, CatalogClient catalog) {

  public static OrbitzClients over(AgentHttp http) {
    startEventThread(http);
    Retrofit retrofit =
        new Retrofit.Builder()
            .baseUrl(http.url("").build())
            .addConverterFactory(JacksonConverterFactory.create(Jackson.MAPPER))
            .callFactory(http.calls())
            .build();
    return new OrbitzClients(
        part(KeyValueClient.class, retrofit), part(CatalogClient.class, retrofit));
  }

  /**
   * The library's one thread lives for ever: the first app to call Consul must not be its maker.
   */
  private static void startEventThread(AgentHttp http) {
    new ClientEventHandler("start", new ClientEventCallback() {})
        .httpRequestSuccess(new Request.Builder().url(http.url("").build()).build());
  }

  private static <T> T part(Class<T> type, Retrofit retrofit) {
    try {
      Constructor<T> constructor =
          type.getDeclaredConstructor(
              Retrofit.class,
              ClientConfig.class,
              ClientEventCallback.class,
              NetworkTimeoutConfig.class);
      constructor.setAccessible(true);
      return constructor.newInstance(
          retrofit,
          new ClientConfig(),
          new ClientEventCallback() {},
          new NetworkTimeoutConfig.Builder().build());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("consul-client is not the version this was built for", e);
    }
  }
}
