package io.emperor.examples.directory;

import io.emperor.api.ServiceInstance;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/**
 * One call of a discovered instance. It leaves no thread and no connection behind, so nothing has
 * to be ended with the app; an app that prefers {@code java.net.http.HttpClient} shuts its executor
 * down in {@code stop()}.
 */
final class Call {

  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int READ_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 8 * 1024;

  private Call() {}

  static String get(ServiceInstance instance, String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri(instance, path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(READ_TIMEOUT_MILLIS);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Connection", "close");
    try {
      int status = connection.getResponseCode();
      if (status != 200) {
        throw new IOException("status " + status);
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
      }
    } finally {
      connection.disconnect();
    }
  }

  private static URI uri(ServiceInstance instance, String path) throws IOException {
    try {
      return new URI("http", null, instance.address(), instance.port(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IOException("no usable address: " + instance.address(), e);
    }
  }
}
