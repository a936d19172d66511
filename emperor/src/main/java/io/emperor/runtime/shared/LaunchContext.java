package io.emperor.runtime.shared;

import io.emperor.api.ConsulApi;
import io.emperor.api.Lease;
import io.emperor.api.VassalContext;
import io.emperor.consul.app.AppConsul;
import io.emperor.http.ServletApp;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.Reinforcement;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The context of one generation. Takes servlets until it is sealed. */
final class LaunchContext implements VassalContext {

  private final Launch launch;
  private final AppConsul consul;
  private final Reinforcement reinforcement;
  private final Map<String, Servlet> servlets = new LinkedHashMap<>();
  private boolean sealed;

  LaunchContext(Launch launch, AppConsul consul, Reinforcement reinforcement) {
    this.launch = launch;
    this.consul = consul;
    this.reinforcement = reinforcement;
  }

  @Override
  public String name() {
    Instance instance = launch.instance();
    return instance == null ? launch.vassal() : instance.vassal();
  }

  @Override
  public OptionalInt instance() {
    Instance instance = launch.instance();
    return instance == null ? OptionalInt.empty() : OptionalInt.of(instance.number());
  }

  @Override
  public Optional<Lease> lease() {
    return launch.instance() == null ? Optional.empty() : consul.lease();
  }

  @Override
  public String serviceId() {
    return launch.serviceId();
  }

  @Override
  public int generation() {
    return launch.generation();
  }

  @Override
  public Path dataDirectory() {
    try {
      return PrivateDirectory.made(launch.dataDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data directory %s can't be created".formatted(launch.dataDirectory()), e);
    }
  }

  @Override
  public Map<String, String> settings() {
    return launch.settings();
  }

  @Override
  public ConsulApi consul() {
    return consul;
  }

  @Override
  public void reinforce() {
    reinforcement.ask();
  }

  @Override
  public synchronized void serve(String pathSpec, Servlet servlet) {
    Objects.requireNonNull(servlet, "servlet");
    if (sealed) {
      throw new IllegalStateException(
          "serve(\"%s\", …) came after start() had returned: declare servlets in start()"
              .formatted(pathSpec));
    }
    ServletApp.requirePathSpec(pathSpec);
    if (servlets.putIfAbsent(pathSpec, servlet) != null) {
      throw new IllegalArgumentException(
          "%s is served by another servlet already".formatted(pathSpec));
    }
  }

  /** Takes no more servlets; answers those there are, if any. */
  synchronized Optional<Map<String, Servlet>> seal() {
    sealed = true;
    return servlets.isEmpty() ? Optional.empty() : Optional.of(servlets);
  }
}
