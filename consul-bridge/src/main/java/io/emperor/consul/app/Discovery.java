package io.emperor.consul.app;

import com.orbitz.consul.option.ImmutableQueryOptions;
import com.orbitz.consul.option.QueryOptions;
import io.emperor.api.ServiceInstance;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentHttp.Answer;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.ReadCache;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads of services and their health, for apps. */
public final class Discovery {

  private final AgentHttp http;
  private final OrbitzCalls calls;
  private final OrbitzClients clients;
  private final ConsistencyMode mode;
  private final ReadCache views;

  public Discovery(
      AgentHttp http,
      OrbitzCalls calls,
      OrbitzClients clients,
      ConsistencyMode mode,
      ReadCache views) {
    this.http = http;
    this.calls = calls;
    this.clients = clients;
    this.mode = mode;
    this.views = views;
  }

  Map<String, Set<String>> services(@Nullable String dc) {
    ServicesIn question = new ServicesIn(dc);
    Map<String, Set<String>> known = views.find(question);
    return known != null
        ? known
        : views.ask(question, Function.identity(), () -> directServices(dc));
  }

  private Map<String, Set<String>> directServices(@Nullable String dc) {
    return calls.read(
        "services()", () -> sorted(clients.catalog().getServices(options(dc)).getResponse()));
  }

  /** No tags at all are Go's {@code nil}, which it writes as {@code null}. */
  static Map<String, Set<String>> sorted(Map<String, @Nullable List<String>> answer) {
    Map<String, Set<String>> services = new TreeMap<>();
    answer.forEach(
        (name, tags) ->
            services.put(
                name, Collections.unmodifiableSet(new TreeSet<>(tags == null ? List.of() : tags))));
    return Collections.unmodifiableMap(services);
  }

  List<ServiceInstance> instances(@Nullable String tag, String name, @Nullable String dc) {
    InstancesOf question = new InstancesOf(tag, name, dc);
    Instances known = views.find(question);
    if (known != null) {
      return known.all();
    }
    // Only now: a look at the name takes ten times as long as one at the view.
    String what = "service('" + name + "')";
    String unused = Names.checked(what, name);
    return views.ask(question, Instances::all, () -> read(http, mode, what, question, false));
  }

  /** One instance of a service, whatever its health; service IDs differ by more than case. */
  public Optional<ServiceInstance> instance(String name, String id) {
    return instances(null, name, null).stream()
        .filter(instance -> instance.id().equalsIgnoreCase(id))
        .findFirst();
  }

  List<ServiceInstance> healthy(String name) {
    InstancesOf question = new InstancesOf(null, name, null);
    Instances known = views.find(question);
    if (known != null) {
      return known.healthy();
    }
    String what = "healthy('" + name + "')";
    String unused = Names.checked(what, name);
    return views.ask(question, Instances::healthy, () -> read(http, mode, what, question, true));
  }

  static List<ServiceInstance> read(
      AgentHttp http, ConsistencyMode mode, String what, InstancesOf question, boolean passing) {
    HttpUrl.Builder url = AppQuery.reading(question.address(http.url()), mode, question.dc());
    if (passing) {
      url.addQueryParameter("passing", null);
    }
    Answer<Instances> answer = http.ask(what, url.build(), question::read);
    if (question.isNothing(answer.value()) && answer.isFiltered()) {
      throw Failures.of(what, http.agents(), false, AgentRefusal.hidden());
    }
    return answer.value().all();
  }

  private QueryOptions options(@Nullable String dc) {
    ImmutableQueryOptions.Builder options =
        ImmutableQueryOptions.builder().consistencyMode(orbitz(mode));
    if (dc != null) {
      options.datacenter(dc);
    }
    return options.build();
  }

  private static com.orbitz.consul.option.ConsistencyMode orbitz(ConsistencyMode mode) {
    return switch (mode) {
      case DEFAULT -> com.orbitz.consul.option.ConsistencyMode.DEFAULT;
      case CONSISTENT -> com.orbitz.consul.option.ConsistencyMode.CONSISTENT;
      case STALE -> com.orbitz.consul.option.ConsistencyMode.STALE;
    };
  }
}
