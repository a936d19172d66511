package io.emperor.consul.http;

import io.emperor.consul.settings.BasicAuth;
import io.emperor.consul.settings.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Adds the token as it is now, in a header: addresses end up in logs. */
public final class Credentials implements Interceptor {

  private final TokenSource token;
  private final @Nullable String authorization;

  public Credentials(TokenSource token, @Nullable BasicAuth auth) {
    this.token = token;
    this.authorization =
        auth == null
            ? null
            : okhttp3.Credentials.basic(auth.user(), auth.password(), StandardCharsets.UTF_8);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request.Builder request = chain.request().newBuilder();
    forEach(request::header);
    return chain.proceed(request.build());
  }

  /** Tells the headers that a request needs now, by name and value. */
  public void forEach(BiConsumer<String, String> header) {
    String now = token.token();
    if (now != null) {
      header.accept("X-Consul-Token", now);
    }
    if (authorization != null) {
      header.accept("Authorization", authorization);
    }
  }
}
