package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.ServiceInstance;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads of a service in all datacenters at once, for apps. One that does not answer is left out;
 * the others wait for it once, for some seconds, and then only a moment each time until it answers
 * again. Safe for use by many threads.
 */
public final class Everywhere implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Everywhere.class);

  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final int THREADS = 32;

  /** A request takes four seconds at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration MOMENT = Duration.ofMillis(500);

  private final AgentHttp http;
  private final ConsistencyMode mode;
  private final ThreadPoolExecutor threads;
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Set<String> refusing = ConcurrentHashMap.newKeySet();

  /** Those silent ones that are being asked again: by one at a time. */
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  /**
   * Asks nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public Everywhere(AgentSettings settings, AgentRoute route, BridgeContext context) {
    http = AgentHttp.datacenters(settings, route, context);
    mode = settings.mode();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("consul-datacenters"));
    threads.allowCoreThreadTimeOut(true);
  }

  /** A datacenter that is being asked. */
  private record Asked(
      String datacenter, Duration patience, Future<List<ServiceInstance>> answer) {}

  /**
   * The passing instances of a service.
   *
   * @param tag only instances with this tag, {@code null} for all
   * @return those of the agent's own datacenter first, then those of the others, the nearest first
   * @throws ConsulException why the agent's own datacenter does not answer, if none does
   */
  List<ServiceInstance> instances(@Nullable String tag, String name) {
    String what = "everywhere('" + name + "')";
    String unused = Names.checked(what, name);
    List<String> all = http.read(what, http.url("catalog", "datacenters").build(), NAMES);
    if (all.isEmpty()) {
      throw Failures.of(what, http.agents(), false, AgentRefusal.leaderless());
    }
    String own = all.get(0); // Consul sorts them by their distance
    List<Asked> others = new ArrayList<>();
    for (String datacenter : all.subList(1, all.size())) {
      if (!silent.contains(datacenter)) {
        others.add(asked(what, new InstancesOf(tag, name, datacenter), PATIENCE));
      } else if (tried.add(datacenter)) {
        others.add(asked(what, new InstancesOf(tag, name, datacenter), MOMENT));
      }
    }
    List<ServiceInstance> found = new ArrayList<>();
    ConsulException failure = null;
    try {
      found.addAll(read(what, new InstancesOf(tag, name, own), own));
    } catch (ConsulException e) {
      failure = e;
    }
    boolean answered = failure == null;
    for (Asked one : others) {
      answered |= take(what, one, found);
    }
    if (failure != null && !answered) {
      throw failure;
    }
    return List.copyOf(found);
  }

  private Asked asked(String what, InstancesOf question, Duration patience) {
    String datacenter = String.valueOf(question.dc());
    CompletableFuture<List<ServiceInstance>> answer =
        CompletableFuture.supplyAsync(() -> read(what, question, datacenter), threads);
    var unused = answer.whenComplete((done, failure) -> tried.remove(datacenter));
    return new Asked(datacenter, patience, answer);
  }

  private List<ServiceInstance> read(String what, InstancesOf question, String datacenter) {
    try {
      List<ServiceInstance> found = Discovery.read(http, mode, what, question, true);
      if (silent.remove(datacenter)) {
        log.info("Datacenter '{}' answers again", SafeText.line(datacenter));
      }
      return found;
    } catch (ConsulException e) {
      leftOut(datacenter, e);
      throw e;
    }
  }

  private void leftOut(String datacenter, ConsulException why) {
    Set<String> known = why.kind() == Kind.FORBIDDEN ? refusing : silent;
    if (known.add(datacenter)) {
      log.warn(
          "Datacenter '{}' {}: Consul.everywhere leaves it out ({})",
          SafeText.line(datacenter),
          known == silent ? "does not answer" : "refuses to answer",
          Failures.refusal(why)
              .map(refusal -> SafeText.line(String.valueOf(refusal.getMessage())))
              .orElse("not in time"));
    }
  }

  /** Whether it has answered in time. */
  private boolean take(String what, Asked asked, List<ServiceInstance> found) {
    try {
      found.addAll(asked.answer().get(asked.patience().toNanos(), TimeUnit.NANOSECONDS));
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{}: nothing of datacenter '{}'", what, asked.datacenter(), e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(what, http.agents(), false, new InterruptedIOException("interrupted"));
    }
  }

  /** Cancels what is under way. */
  @Override
  public void close() {
    http.close();
    var unused = threads.shutdownNow();
  }
}
