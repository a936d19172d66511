package io.emperor.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.admin.view.EmperorIdentity;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.daemon.Emperor;
import io.emperor.daemon.EmperorSettings;
import io.emperor.devagent.DevAgent;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.membership.MembershipView;
import io.emperor.metrics.Metrics;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.RestartPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A running emperor with an agent, its admin endpoint, and a client of that. */
final class AdminRig implements AutoCloseable {

  private static final AppJar APP = AppJar.providing(Puppet.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The configuration of a vassal that runs in a process of its own. */
  static final String PROGRAM = "command: sleep 600\ncheck-tcp: none\n";

  final Hand hand = new Hand();
  final List<String> stalled = new CopyOnWriteArrayList<>();
  final LastLines lines = new LastLines(LogFormat.TEXT);
  final DevAgent agent;
  private final Path vassals;
  private final Metrics metrics = new Metrics("1.2.3");
  private final Emperor emperor;
  private final AdminEndpoint endpoint;
  private final HttpClient client = HttpClient.newHttpClient();
  volatile @Nullable MembershipView membership;

  AdminRig(Path directory, @Nullable Path tokenFile) throws IOException {
    this(directory, tokenFile, null);
  }

  AdminRig(Path directory, @Nullable Path tokenFile, @Nullable SerfEvents serfEvents)
      throws IOException {
    agent = DevAgent.start(0);
    vassals = Files.createDirectory(directory.resolve("vassals"));
    emperor =
        new Emperor(
            new EmperorSettings(
                "test",
                List.of(vassals.toString(), "consul:vassals"),
                Map.of("drain", "0", "consul-check-ttl", "3s"),
                AgentSettings.of(AgentAddress.parse(agent.address())),
                null,
                InetAddress.getLoopbackAddress(),
                Duration.ofMillis(100),
                new RestartPolicy(Duration.ofHours(1), Duration.ofHours(1)),
                FleetSettings.plain(),
                false,
                Optional.of(new MembershipPlan(Inputs.NONE, Optional.empty(), Optional.empty())),
                directory.resolve("data"),
                false),
            metrics.registry(),
            lines);
    metrics.add(emperor.meters());
    endpoint =
        AdminEndpoint.open(
            new AdminSettings("127.0.0.1", InetAddress.getLoopbackAddress(), 0, tokenFile),
            new AdminContext(
                new EmperorIdentity("test", "1.2.3", "default", Instant.EPOCH),
                emperor.vassals(),
                emperor.meters(),
                metrics,
                lines,
                emperor::agents,
                emperor.fleet(),
                emperor.keyedFiles(),
                emperor::seen,
                () -> List.copyOf(stalled),
                Optional.ofNullable(serfEvents),
                () -> Optional.ofNullable(membership)));
    emperor.start();
  }

  void drop(String name) {
    var unused = APP.writtenTo(vassals.resolve(name + ".jar"));
  }

  Path file(String name) {
    return vassals.resolve(name);
  }

  URI uri(String path) {
    return URI.create(endpoint.address() + path);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  /** The status that a vassal answers with. */
  int serve(String vassal, String path) throws Exception {
    int port = json("/v1/vassals/" + vassal).path("port").asInt();
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  HttpResponse<String> post(String path, String... headers) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()), headers);
  }

  /** As a program would: with the type that such requests need. */
  HttpResponse<String> command(String path) throws Exception {
    return post(path, "Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws Exception {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The lines of an endless answer, as they come. */
  HttpResponse<InputStream> stream(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** What the endpoint answers to these very bytes. */
  String raw(String request) throws IOException {
    try (Socket socket = opened(request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A connection on which these very bytes were sent, and nothing was read. */
  Socket opened(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort());
    socket.setSoTimeout(20_000);
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return socket;
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** The state of a vassal; empty while there is none. */
  String state(String name) {
    try {
      return json("/v1/vassals/" + name).path("state").asText();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    boolean unused = emperor.stop();
    endpoint.close();
    agent.close();
    metrics.close();
    hand.close();
  }
}
