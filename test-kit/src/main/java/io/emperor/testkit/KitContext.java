package io.emperor.testkit;

import io.emperor.api.ConsulApi;
import io.emperor.api.VassalContext;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The context of a vassal in a test. */
final class KitContext implements VassalContext {

  private final String name;
  private final Map<String, String> settings;
  private final Path data;
  private final ConsulApi consul;
  private final Map<String, Servlet> servlets = new LinkedHashMap<>();

  KitContext(String name, Map<String, String> settings, Path data, ConsulApi consul) {
    this.name = name;
    this.settings = Map.copyOf(settings);
    this.data = data;
    this.consul = consul;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String serviceId() {
    return name + "-test";
  }

  @Override
  public int generation() {
    return 1;
  }

  @Override
  public Path dataDirectory() {
    try {
      return Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
  public void serve(String pathSpec, Servlet servlet) {
    if (servlets.putIfAbsent(pathSpec, Objects.requireNonNull(servlet, "servlet")) != null) {
      throw new IllegalArgumentException(pathSpec + " is served by another servlet already");
    }
  }

  Map<String, Servlet> servlets() {
    return servlets;
  }
}
