package io.emperor.provisioning.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an etcd through its JSON gateway. Each question has a limit of its own, up to the last byte
 * of the answer: the client's limits end with the headers. Used by one thread.
 */
final class EtcdClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int LONGEST = 64 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final EtcdAddress address;
  private final HttpClient http;
  private @Nullable String token;

  /**
   * What is there.
   *
   * @param revision the store's
   */
  record Range(long revision, List<Cluster.Key> keys) {}

  EtcdClient(EtcdAddress address) {
    this.address = address;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .executor(Executors.newCachedThreadPool(new DaemonThreads("etcd-client")))
            .build();
  }

  /**
   * Reads all keys, as a majority of the cluster knows them.
   *
   * @throws EtcdFailure if nobody says so
   */
  Range range() throws EtcdFailure, InterruptedException {
    boolean mayBeTooOld = token != null;
    authenticate();
    try {
      return read();
    } catch (EtcdFailure e) {
      if (!mayBeTooOld || e.isAway()) {
        throw e;
      }
      authenticate();
      return read();
    }
  }

  private Range read() throws EtcdFailure, InterruptedException {
    JsonNode answer = ask("/v3/kv/range", keys());
    List<Cluster.Key> keys = new ArrayList<>();
    for (JsonNode entry : answer.path("kvs")) {
      String path = text(entry.path("key"));
      if (path == null) {
        throw EtcdFailure.content("has a key that is no UTF-8; delete it, or name another prefix");
      }
      long revision = entry.path("mod_revision").asLong();
      keys.add(new Cluster.Key(path, text(entry.path("value")), revision));
    }
    return new Range(answer.path("header").path("revision").asLong(), keys);
  }

  private static @Nullable String text(JsonNode base64) throws EtcdFailure {
    try {
      byte[] bytes = base64.isMissingNode() ? new byte[0] : base64.binaryValue();
      if (bytes == null) {
        throw EtcdFailure.unreadable();
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    } catch (IOException e) {
      throw EtcdFailure.unreadable();
    }
  }

  private ObjectNode keys() {
    return JSON.createObjectNode().put("key", address.first()).put("range_end", address.behind());
  }

  /**
   * Waits for something to happen to the keys, or to the watch.
   *
   * @param revision what is known already
   * @param limit afterwards it is better to look, whatever the watch says
   * @return whether it happened, or the limit is over; otherwise there is no watch
   */
  boolean awaitChange(long revision, Duration limit) throws InterruptedException {
    ObjectNode create = keys().put("start_revision", revision + 1);
    ObjectNode request = JSON.createObjectNode().set("create_request", create);
    try {
      return send("/v3/watch", request, EtcdClient::change, limit).body();
    } catch (EtcdFailure e) {
      return e.isLate();
    }
  }

  private static HttpResponse.BodySubscriber<Boolean> change(HttpResponse.ResponseInfo answer) {
    return answer.statusCode() == 200
        ? new FirstChange()
        : HttpResponse.BodySubscribers.replacing(false);
  }

  private void authenticate() throws EtcdFailure, InterruptedException {
    String user = address.user();
    if (user == null || token != null) {
      return;
    }
    ObjectNode name = JSON.createObjectNode().put("name", user).put("password", address.password());
    token = ask("/v3/auth/authenticate", name).path("token").asText();
  }

  private JsonNode ask(String endpoint, ObjectNode question)
      throws EtcdFailure, InterruptedException {
    HttpResponse<byte[]> response =
        send(endpoint, question, info -> new LimitedBody(LONGEST), ANSWER);
    if (response.statusCode() != 200) {
      token = null; // it may be too old
      throw refusal(response);
    }
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (!answer.isObject()) {
        throw EtcdFailure.unreadable();
      }
      return answer;
    } catch (IOException e) {
      throw EtcdFailure.unreadable();
    }
  }

  private static EtcdFailure refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 404) {
      return EtcdFailure.refused(
          "has no version 3 of the API (status 404); etcd 3.4 or newer is needed");
    }
    String why = "says status " + status + message(response.body());
    return status >= 500 || status == 429 ? EtcdFailure.away(why) : EtcdFailure.refused(why);
  }

  /** Only what etcd calls its message: a page of somebody else's says nothing to anybody. */
  private static String message(byte[] body) {
    try {
      String message = JSON.readTree(body).path("message").asText();
      return message.isEmpty() ? "" : ": " + SafeText.line(message);
    } catch (IOException e) {
      return "";
    }
  }

  private <T> HttpResponse<T> send(
      String endpoint, ObjectNode question, BodyHandler<T> handler, Duration limit)
      throws EtcdFailure, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.at(endpoint))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(question)));
    if (token != null) {
      request.header("Authorization", token);
    }
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), handler);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw EtcdFailure.late(limit);
    } catch (ExecutionException e) {
      throw EtcdFailure.of(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true); // also when the thread is interrupted
    }
  }

  private static byte[] bytes(ObjectNode question) {
    try {
      return JSON.writeValueAsBytes(question);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't happen: it is a tree", e);
    }
  }
}
