package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Credentials;
import io.emperor.consul.http.Dialer;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.KeptConnections;
import io.emperor.consul.http.LostAnswer;
import io.emperor.consul.http.Meters.Result;
import io.emperor.consul.http.Meters.Sort;
import io.emperor.consul.http.RequestMeter;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends heartbeats to one agent, over connections of their own that stay open. There are hundreds
 * of heartbeats a second, so nothing but their answer wakes a thread: OkHttp wakes two more for
 * each request, one for its time limits and one for its pool. Safe for use by many threads.
 */
public final class HeartbeatClient implements AutoCloseable {

  private static final String ENDPOINT = "agent/check/update";

  /** Of an answer: a few words, or why not. */
  private static final int LONGEST_ANSWER = 1 << 16;

  private static final AgentHttp.Limits LIMITS = AgentHttp.Limits.REGISTRY;

  private final AgentReachability reachability;
  private final KeptConnections connections;
  private final Credentials credentials;
  private final ScheduledExecutorService timer;
  private final BridgeContext bridge;
  private final String host;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();

  /** What the agent said, and whether it takes more over the same connection. */
  private record Answer(int status, String body, boolean staysOpen) {}

  /**
   * Connects to nothing yet.
   *
   * @param timer ends what takes too long
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public HeartbeatClient(
      AgentSettings settings,
      AgentReachability reachability,
      ScheduledExecutorService timer,
      BridgeContext context) {
    AgentAddress agent = reachability.agent();
    boolean secure = agent.scheme().equals("https");
    Dialer dialer =
        new Dialer(
            agent,
            secure ? AgentHttp.material(settings.tls()) : null,
            LIMITS.connect(),
            LIMITS.read());
    this.reachability = reachability;
    this.connections = new KeptConnections(dialer, context.clock());
    this.credentials = new Credentials(settings.token(), settings.basicAuth());
    this.timer = timer;
    this.bridge = context;
    this.host = agent.toString().substring(agent.scheme().length() + "://".length());
  }

  /**
   * Sends one.
   *
   * @throws ConsulException if the agent has not taken it
   */
  public void put(HeartbeatRequest message) {
    long begin = bridge.now();
    Result result = Result.FAILED;
    try {
      exchange(request(message));
      reachability.spoke();
      result = Result.OK;
    } catch (AgentRefusal refusal) {
      reachability.spoke();
      result = RequestMeter.result(ENDPOINT, refusal);
      throw failure(message, refusal);
    } catch (IOException e) {
      throw failure(message, e);
    } finally {
      bridge.meters().request(new Sort(ENDPOINT, false, result), bridge.now() - begin);
    }
  }

  private ConsulException failure(HeartbeatRequest message, IOException why) {
    return Failures.of(message.what(), reachability.agent().toString(), true, why);
  }

  private ClassicHttpRequest request(HeartbeatRequest message) {
    byte[] json = message.json();
    ClassicHttpRequest request = new BasicClassicHttpRequest(Method.PUT, message.path());
    request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    request.setHeader(HttpHeaders.HOST, host);
    request.setHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON);
    request.setHeader(HttpHeaders.CONTENT_LENGTH, json.length);
    credentials.forEach(request::setHeader);
    return request;
  }

  private void exchange(ClassicHttpRequest request) throws IOException {
    HttpClientConnection connection = connections.take();
    Answer answer;
    try {
      answer = answer(request, connection);
    } catch (IOException | HttpException | RuntimeException e) {
      connections.failed(connection);
      throw new LostAnswer(e);
    }
    if (answer.staysOpen()) {
      connections.keep(connection);
    } else {
      connections.drop(connection);
    }
    if (answer.status() / 100 != 2) {
      throw new AgentRefusal(answer.status(), answer.body(), Headers.of());
    }
  }

  private Answer answer(ClassicHttpRequest request, HttpClientConnection connection)
      throws IOException, HttpException {
    HttpCoreContext context = HttpCoreContext.create();
    Future<?> limit =
        timer.schedule(
            () -> connection.close(CloseMode.IMMEDIATE),
            LIMITS.call().toNanos(),
            TimeUnit.NANOSECONDS);
    try (ClassicHttpResponse response = executor.execute(request, connection, context)) {
      HttpEntity entity = response.getEntity();
      String body = entity == null ? "" : read(entity, connection);
      boolean staysOpen = executor.keepAlive(request, response, connection, context);
      return new Answer(response.getCode(), body, staysOpen);
    } finally {
      limit.cancel(false);
    }
  }

  private static String read(HttpEntity entity, HttpClientConnection connection)
      throws IOException {
    byte[] body = entity.getContent().readNBytes(LONGEST_ANSWER + 1);
    if (body.length > LONGEST_ANSWER) {
      connection.close(CloseMode.IMMEDIATE); // or the rest would be read before it is closed
      throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    connections.close();
  }
}
