package io.emperor.bench.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Consul's own way to tell of a change, with nothing around it. */
final class BlockingQuery implements AutoCloseable {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Change change;
  private final Ear ear;
  private final Thread thread = new Thread(this::run, "blocking-query");

  BlockingQuery(String address, Change change, Ear ear) {
    this.address = "http://" + address + change.path();
    this.change = change;
    this.ear = ear;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long index = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        index = ask(index);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // whoever waits for the ear says so, too
    }
  }

  private long ask(long index) throws IOException, InterruptedException {
    URI uri = URI.create(address + "?wait=10s&index=" + index);
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() == 200) {
      ear.hears(change.value(json.readTree(answer.body())));
    }
    return answer.headers().firstValueAsLong("X-Consul-Index").orElse(0);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
