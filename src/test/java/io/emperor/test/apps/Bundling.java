package io.emperor.test.apps;

import com.fasterxml.jackson.core.JsonFactory;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Brings jackson-core along, and tells which one it finds: the version of its class, the services
 * that are found through the thread's context loader, and the resources by the name {@code
 * logback.xml}. It looks in {@code start()}, in {@code health()}, in a request and on a thread of
 * its own: {@code GET /start} and so on.
 */
public final class Bundling implements Vassal {

  private final CompletableFuture<String> inHealth = new CompletableFuture<>();

  @Override
  public void start(VassalContext context) {
    String inStart = look();
    CompletableFuture<String> onThread = new CompletableFuture<>();
    Thread thread = Executors.defaultThreadFactory().newThread(() -> onThread.complete(look()));
    thread.start();
    context.serve("/start", new Answer(() -> inStart));
    context.serve("/health", new Answer(inHealth::join));
    context.serve("/request", new Answer(Bundling::look));
    context.serve("/thread", new Answer(onThread::join));
  }

  @Override
  public Health health() {
    inHealth.complete(look());
    return Health.passing();
  }

  private static String look() {
    try {
      return "%s, services %s, resources %s"
          .formatted(new JsonFactory().version(), services(), resources());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServiceConfigurationError e) {
      return e.toString();
    }
  }

  private static List<String> services() {
    return ServiceLoader.load(JsonFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .map(found -> found.getFormatName() + " " + found.version())
        .toList();
  }

  private static List<String> resources() throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<String> texts = new ArrayList<>();
    for (URL found : Collections.list(loader.getResources("logback.xml"))) {
      try (InputStream in = found.openStream()) {
        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static final class Answer extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Supplier<String> teller;

    Answer(Supplier<String> teller) {
      this.teller = teller;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(teller.get());
    }
  }
}
