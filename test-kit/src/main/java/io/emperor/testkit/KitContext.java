package io.emperor.testkit;

import io.emperor.api.ConsulApi;
import io.emperor.api.VassalContext;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;

/** The context of one generation in a test. Takes servlets until it is sealed. */
final class KitContext implements VassalContext {

  private final String name;
  private final int generation;
  private final Map<String, String> settings;
  private final Path data;
  private final ConsulApi consul;
  private final Map<String, Servlet> servlets = new LinkedHashMap<>();
  private final AtomicLong reinforcements = new AtomicLong();
  private boolean sealed;

  KitContext(
      String name, int generation, Map<String, String> settings, Path data, ConsulApi consul) {
    this.name = name;
    this.generation = generation;
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    this.data = data;
    this.consul = consul;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String serviceId() {
    return name + "-" + TestCluster.EMPEROR;
  }

  @Override
  public int generation() {
    return generation;
  }

  @Override
  public Path dataDirectory() {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory %s can't be created".formatted(data), e);
    }
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public ConsulApi consul() {
    return consul;
  }

  @Override
  public void reinforce() {
    reinforcements.incrementAndGet();
  }

  long reinforcements() {
    return reinforcements.get();
  }

  @Override
  public synchronized void serve(String pathSpec, Servlet servlet) {
    Objects.requireNonNull(servlet, "servlet");
    if (sealed) {
      throw new IllegalStateException(
          "serve(\"%s\", …) came after start() had returned: declare servlets in start()"
              .formatted(pathSpec));
    }
    new ServletPathSpec(pathSpec); // refuses what is none
    if (servlets.putIfAbsent(pathSpec, servlet) != null) {
      throw new IllegalArgumentException(pathSpec + " is served by another servlet already");
    }
  }

  /** Takes no more servlets; answers those there are. */
  synchronized Map<String, Servlet> seal() {
    sealed = true;
    return servlets;
  }
}
