package io.emperor.bench.app;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has its web app in Consul, as many do by hand: one client, one timer. */
public final class Registration implements ServletContextListener {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http = HttpClient.newBuilder().executor(Runnable::run).build();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    String path = event.getServletContext().getContextPath();
    String name = path.substring(1);
    put(
        "service/register",
        String.format(
            Locale.ROOT,
            """
            {"Name": "%s", "Port": %s, "Meta": {"path": "%s/"}, "Check": {"TTL": "15s", "Status": "passing"}}
            """,
            name,
            System.getProperty("service.port"),
            path));
    var unused =
        timer.scheduleAtFixedRate(
            () -> put("check/pass/service:" + name, ""), 5, 5, TimeUnit.SECONDS);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    timer.shutdownNow();
  }

  private void put(String path, String body) {
    String agent = "http://" + System.getProperty("service.consul") + "/v1/agent/";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(agent + path))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
