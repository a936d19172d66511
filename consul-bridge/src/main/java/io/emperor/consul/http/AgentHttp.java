package io.emperor.consul.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emperor.api.ConsulException;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.DirectSockets;
import io.emperor.consul.settings.TlsMaterial;
import io.emperor.consul.settings.TlsSettings;
import java.io.IOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Requests to Consul, with connections of their own. Safe for use by many threads.
 *
 * <p>Redirects are not followed: Consul sends one when a name in the address is not clean, and
 * following it would write something else. No write is sent again once sending it has begun.
 */
public final class AgentHttp implements AutoCloseable {

  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .defaultLocale(Locale.ROOT) // in Turkish, ID is no capital id
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
  private static final int CONNECTIONS = 32;
  private static final int APP_CALLS = 64;
  private static final int DATACENTER_CALLS = 32;

  private final OkHttpClient client;
  private final List<AgentAddress> agents;

  /**
   * Time limits: of connecting, of waiting for bytes, and of a whole call. The last is longer, so
   * that a silent agent is seen to be silent before the call is cancelled.
   */
  public record Limits(Duration connect, Duration read, Duration call) {

    /** For apps' calls: a consistent read may wait for an election. */
    static final Limits APPS =
        new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(11));

    /** For other datacenters: whoever asks all of them does not wait long for one. */
    static final Limits DATACENTERS =
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** For registrations and heartbeats: the agent answers them out of its memory. */
    public static final Limits REGISTRY =
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** For renewing sessions: a silent agent must not eat up a TTL of ten seconds. */
    static final Limits SESSIONS =
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** For blocking queries: each of them says by itself how long it may take. */
    static final Limits WATCHES =
        new Limits(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(15));
  }

  /** Makes something of an answer's body. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(byte[] body) throws IOException;
  }

  /** What a read brought. */
  public record Answer<T>(T value, Headers headers) {

    /** Whether Consul left out what the token may not see. */
    public boolean isFiltered() {
      return AgentHttp.isFiltered(headers);
    }
  }

  private AgentHttp(
      AgentSettings settings,
      List<AgentAddress> agents,
      Limits limits,
      BridgeContext context,
      Interceptor... outer) {
    this.agents = agents;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .proxy(Proxy.NO_PROXY)
            .socketFactory(new DirectSockets())
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(limits.connect())
            .readTimeout(limits.read())
            .writeTimeout(limits.read())
            .callTimeout(limits.call())
            .dispatcher(new Dispatcher())
            .connectionPool(ClientThreads.pool(CONNECTIONS, Duration.ofMinutes(1)));
    builder.interceptors().addAll(List.of(outer));
    builder
        .addInterceptor(new RequestMeter(context))
        .addInterceptor(new AnswerReader())
        .addInterceptor(new Credentials(settings.token(), settings.basicAuth()))
        .addInterceptor(new SentOnce())
        .addNetworkInterceptor(new SentMark());
    if (agents.stream().anyMatch(AgentAddress::isSecure)) {
      secure(builder, settings.tls());
    } else {
      // Without it the client reads all of Java's authorities.
      builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    }
    client = builder.build();
  }

  /**
   * For registrations at one agent. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp registry(
      AgentSettings settings, AgentReachability reachability, BridgeContext context) {
    return new AgentHttp(
        settings,
        List.of(reachability.agent()),
        Limits.REGISTRY,
        context,
        new ContactRecorder(reachability));
  }

  /**
   * For apps' calls to whichever agent serves them. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp apps(AgentSettings settings, AgentRoute route, BridgeContext context) {
    return new AgentHttp(
        settings,
        settings.agents(),
        Limits.APPS,
        context,
        new ConcurrencyLimit(APP_CALLS, Limits.APPS.call().toMillis()),
        new FailOver(route));
  }

  /**
   * For questions to other datacenters, by whichever agent passes them on. An agent is not the
   * worse for a datacenter that it can't reach. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp datacenters(
      AgentSettings settings, AgentRoute route, BridgeContext context) {
    return new AgentHttp(
        settings,
        settings.agents(),
        Limits.DATACENTERS,
        context,
        new ConcurrencyLimit(DATACENTER_CALLS, Limits.DATACENTERS.call().toMillis()),
        new FailOver(route.unblamed()));
  }

  /**
   * For renewing sessions at whichever agent does it. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp sessions(
      AgentSettings settings, AgentRoute route, BridgeContext context) {
    return new AgentHttp(
        settings, settings.agents(), Limits.SESSIONS, context, new FailOver(route));
  }

  /**
   * For the emperor's lease, at whichever agent serves it: each request ends within a retry period,
   * because an agent without a leader would hold it for longer. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp lease(
      AgentSettings settings, AgentRoute route, Duration retryPeriod, BridgeContext context) {
    Duration read = retryPeriod.multipliedBy(3).dividedBy(4);
    Duration call = retryPeriod.multipliedBy(9).dividedBy(10);
    Limits limits = new Limits(retryPeriod.dividedBy(2), read, call);
    return new AgentHttp(settings, settings.agents(), limits, context, new FailOver(route));
  }

  /**
   * For blocking queries, which say by themselves which agent they ask. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static AgentHttp live(AgentSettings settings, BridgeContext context) {
    return new AgentHttp(settings, settings.agents(), Limits.WATCHES, context);
  }

  private static void secure(OkHttpClient.Builder builder, TlsSettings settings) {
    TlsMaterial tls = material(settings);
    builder.sslSocketFactory(tls.sockets(), tls.trust()).hostnameVerifier(tls.names());
  }

  /**
   * What TLS needs.
   *
   * @throws IllegalArgumentException if the files can't be used
   */
  public static TlsMaterial material(TlsSettings settings) {
    try {
      return TlsMaterial.load(settings);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  /** The agents that are asked, for messages. */
  public String agents() {
    return agents.stream().map(AgentAddress::toString).collect(Collectors.joining(", "));
  }

  public Call.Factory calls() {
    return client;
  }

  /** The address of an endpoint below {@code /v1}; each word is one segment, encoded here. */
  public HttpUrl.Builder url(String... words) {
    AgentAddress agent = agents.get(0);
    HttpUrl.Builder url =
        new HttpUrl.Builder()
            .scheme(agent.scheme())
            .host(agent.host())
            .port(agent.port())
            .addPathSegment("v1");
    for (String word : words) {
      url.addPathSegment(word);
    }
    return url;
  }

  /**
   * Reads something.
   *
   * @param what the call in words, for the message of a failure
   */
  public <T> T read(String what, HttpUrl url, TypeReference<T> type) {
    return read(what, url, body -> JSON.readValue(body, type));
  }

  public <T> T read(String what, HttpUrl url, Parser<T> parser) {
    return ask(what, url, parser).value();
  }

  /** Reads something of which Consul may leave out what the token may not see. */
  public <T> Answer<T> ask(String what, HttpUrl url, Parser<T> parser) {
    Request request = new Request.Builder().url(url).build();
    try (Response response = client.newCall(request).execute()) {
      T value = parser.parse(response.body().bytes());
      return new Answer<>(Objects.requireNonNull(value), response.headers());
    } catch (IOException e) {
      throw Failures.of(what, agents(), false, e);
    } catch (NullPointerException e) {
      // JSON's null where something has to be.
      throw Failures.unreadable(what, agents(), false, e);
    }
  }

  /** Whether Consul, since 1.11, says that it left out what the token may not see. */
  public static boolean isFiltered(Headers headers) {
    return "true".equals(headers.get("X-Consul-Results-Filtered-By-ACLs"));
  }

  /** Reads something that may not exist: an answer of 404 is empty. */
  public <T> Optional<T> find(String what, HttpUrl url, TypeReference<T> type) {
    return find(what, url, body -> JSON.readValue(body, type));
  }

  public <T> Optional<T> find(String what, HttpUrl url, Parser<T> parser) {
    try {
      return Optional.of(read(what, url, parser));
    } catch (ConsulException e) {
      if (Failures.refusal(e).filter(refusal -> refusal.status() == 404).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Reads the health of something, which Consul answers with the status 429 for a warning and 503
   * for critical. It may not exist: an answer of 404 is empty.
   */
  public <T> Optional<T> findHealth(String what, HttpUrl url, TypeReference<T> type) {
    try {
      return find(what, url, type);
    } catch (ConsulException e) {
      AgentRefusal refusal =
          Failures.refusal(e).filter(AgentRefusal::isHealth).orElseThrow(() -> e);
      return Optional.of(refusal.read(type).orElseThrow(() -> e));
    }
  }

  /**
   * Writes something.
   *
   * @param what the call in words, for the message of a failure
   * @return the answer's body
   * @throws ConsulException if it failed
   */
  public byte[] put(String what, HttpUrl url, Object body) {
    RequestBody json = RequestBody.create(json(body), JSON_TYPE);
    return write(what, new Request.Builder().url(url).put(json).build());
  }

  public byte[] write(String what, Request request) {
    try {
      return send(request);
    } catch (IOException e) {
      throw Failures.of(what, agents(), true, e);
    }
  }

  private byte[] send(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.body().bytes();
    }
  }

  public static byte[] json(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + body.getClass(), e);
    }
  }

  /** Cancels what is under way and closes the connections. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
