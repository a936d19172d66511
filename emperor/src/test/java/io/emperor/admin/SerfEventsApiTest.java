package io.emperor.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.client.SerfEventsClient;
import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEventBody;
import io.emperor.provisioning.handler.SerfSelf;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint that event handlers of serf agents hand their events to. */
@Timeout(60)
class SerfEventsApiTest {

  private static final String PATH = "/v1/serf-events";
  private static final String TYPE = "application/octet-stream";
  private static final SerfSelf SELF = SerfSelf.of("one", Map.of("role", "db", "dc", "e=a\nst"));
  private static final byte[] ANSWER = {0, (byte) 0xff, '\n'};

  @TempDir Path directory;

  private final List<SerfEvent> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private AdminRig admin;
  private ApiDescription described;

  @BeforeEach
  void open() throws Exception {
    admin = new AdminRig(directory, null, this::take);
    described = ApiDescription.of(admin.json("/v1/openapi.json"));
  }

  @AfterEach
  void close() {
    slow.countDown();
    admin.close();
  }

  private byte[] take(SerfEvent event) {
    taken.add(event);
    if (event.name().equals("slow")) {
      begun.release();
      try {
        slow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return event.isQuery() ? ANSWER : new byte[0];
  }

  private HttpResponse<String> post(byte[] body, String type) throws Exception {
    return admin.send(
        HttpRequest.newBuilder(admin.uri(PATH)).POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        "Content-Type",
        type);
  }

  private void isRefused(byte[] body, int status, String error) throws Exception {
    HttpResponse<String> answer = post(body, TYPE);
    described.holds(PATH, "post", answer);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(error);
    assertThat(taken).isEmpty();
  }

  private SerfEventsClient client(String base) {
    return new SerfEventsClient(new AdminClient(base, null));
  }

  private SerfEventsClient client() {
    return client("http://127.0.0.1:" + admin.uri("/").getPort());
  }

  @Test
  void takesAnEventAsItIs() throws Exception {
    SerfEvent told = SerfEvent.ofUser("deploy", -1, SELF, new byte[] {0, (byte) 0xff, '\n'});

    assertThat(client().take(told)).hasValueSatisfying(answer -> assertThat(answer).isEmpty());

    assertThat(taken).hasSize(1);
    assertThat(taken.get(0)).usingRecursiveComparison().isEqualTo(told);
  }

  @Test
  void answersAQueryWithBytes() throws Exception {
    SerfEvent asked = SerfEvent.ofQuery("load", 1, SELF, new byte[0]);

    assertThat(client().take(asked))
        .hasValueSatisfying(answer -> assertThat(answer).isEqualTo(ANSWER));
    HttpResponse<String> answer = post(SerfEventBody.of(asked), TYPE);
    assertThat(answer.headers().firstValue("Content-Type")).contains(TYPE);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void takesAsMuchAsSerfCouldEverGive() throws Exception {
    byte[] most = new byte[SerfEvent.MOST_INPUT];
    assertThat(client().take(new SerfEvent("user", "a", 1, SELF, most))).isPresent();
    assertThat(taken.get(0).input()).hasSize(SerfEvent.MOST_INPUT);
  }

  @Test
  void refusesWhatIsNoEvent() throws Exception {
    isRefused(new byte[0], 400, "no NUL ends the variables");
    isRefused("SERF_EVENT=user".getBytes(UTF_8), 400, "no NUL ends the variables");
    isRefused("PATH=/bin\0\0".getBytes(UTF_8), 400, "SERF_EVENT is not set");
    isRefused("SERF_EVENT=query\0SERF_QUERY_LTIME=-\0\0".getBytes(UTF_8), 400, "no number: -");
    isRefused(new byte[SerfEventBody.LONGEST + 1], 413, "longer than any event");
    byte[] much = new byte[SerfEvent.MOST_INPUT + 100];
    System.arraycopy("SERF_EVENT=user\0\0".getBytes(UTF_8), 0, much, 0, 17);
    isRefused(much, 400, "longer than 1 MiB");
  }

  @Test
  void noPageOfAnotherSiteCanSendOne() throws Exception {
    byte[] event = SerfEventBody.of(SerfEvent.ofUser("deploy", 1, SELF, new byte[0]));
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/x")) {
      HttpResponse<String> answer = post(event, type);
      described.holds(PATH, "post", answer);
      assertThat(answer.statusCode()).isEqualTo(415);
      assertThat(answer.body()).contains("say Content-Type: " + TYPE);
    }
    assertThat(admin.get(PATH).statusCode()).isEqualTo(405);
    assertThat(taken).isEmpty();
  }

  @Test
  void whoeverWaitsForAnswersLeavesThreadsForOperators() throws Exception {
    byte[] slowly = SerfEventBody.of(SerfEvent.ofQuery("slow", 1, SELF, new byte[0]));
    List<Thread> waiting = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread one = new Thread(() -> assertThat(quietly(slowly)).isEqualTo(200));
      one.start();
      waiting.add(one);
    }
    begun.acquire(4);

    HttpResponse<String> busy = post(slowly, TYPE);
    described.holds(PATH, "post", busy);
    assertThat(busy.statusCode()).isEqualTo(503);
    byte[] event = SerfEventBody.of(SerfEvent.ofUser("deploy", 1, SELF, new byte[0]));
    assertThat(post(event, TYPE).statusCode()).isEqualTo(200);
    assertThat(admin.get("/v1/vassals").statusCode()).isEqualTo(200);
    slow.countDown();
    for (Thread one : waiting) {
      one.join();
    }
  }

  private int quietly(byte[] body) {
    try {
      return post(body, TYPE).statusCode();
    } catch (Exception e) {
      return 0;
    }
  }

  @Test
  void withoutAMembershipNobodyTakesThem() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    try (AdminRig none = new AdminRig(other, null)) {
      HttpResponse<String> answer =
          none.send(
              HttpRequest.newBuilder(none.uri(PATH)).POST(HttpRequest.BodyPublishers.noBody()),
              "Content-Type",
              TYPE);
      described.holds(PATH, "post", answer);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("this emperor follows no membership");
      SerfEvent event = SerfEvent.ofUser("deploy", 1, SELF, new byte[0]);
      assertThat(client("http://127.0.0.1:" + none.uri("/").getPort()).take(event)).isEmpty();
    }
  }

  @Test
  void whereNoEmperorRunsNobodyTakesThem() throws Exception {
    SerfEvent event = SerfEvent.ofUser("deploy", 1, SELF, new byte[0]);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(client("http://127.0.0.1:" + port).take(event)).isEmpty();

    Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef");
    Path other = Files.createDirectory(directory.resolve("other"));
    try (AdminRig guarded = new AdminRig(other, token, this::take)) {
      SerfEventsClient stranger = client("http://127.0.0.1:" + guarded.uri("/").getPort());
      assertThatThrownBy(() -> stranger.take(event))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("--admin-token-file");
    }
    assertThat(taken).isEmpty();
  }
}
