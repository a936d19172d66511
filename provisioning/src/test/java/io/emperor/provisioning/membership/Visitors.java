package io.emperor.provisioning.membership;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Some who ask without end, as soon as they are answered. */
final class Visitors implements AutoCloseable {

  private static final int NUMBER = 4;

  final AtomicLong answered = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final List<Thread> threads = new ArrayList<>();
  private final String url;
  private volatile boolean over;

  Visitors(String url) {
    this.url = url;
    for (int i = 0; i < NUMBER; i++) {
      Thread thread = new Thread(this::ask, "visitor-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  private void ask() {
    while (!over) {
      try {
        HttpResponse<String> answer = http.send(request(url), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          failures.add("status " + answer.statusCode());
        }
        answered.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  static HttpRequest request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
  }

  /** Waits until some more have been answered. */
  void awaitMore(long number) {
    long enough = answered.get() + number;
    HaproxyProcess.until("answers", () -> answered.get() >= enough || !failures.isEmpty());
  }

  /** Has them go once they are answered, and tells what they were not. */
  List<String> leave() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
  }
}
