package io.emperor.bench.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.bench.peer.Directory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads with what comes with Java, and makes a tree of the answer. */
final class PlainReader implements Reader {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  PlainReader(String address) {
    this.address = "http://" + address;
  }

  @Override
  public Object services() {
    return read("/v1/catalog/services");
  }

  @Override
  public Object service() {
    return read("/v1/health/service/" + Subject.SERVICE);
  }

  @Override
  public Object get() {
    return read("/v1/kv/" + Subject.KEY);
  }

  private Object read(String path) {
    return Directory.io(() -> json.readTree(body(path)));
  }

  private byte[] body(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {}
}
