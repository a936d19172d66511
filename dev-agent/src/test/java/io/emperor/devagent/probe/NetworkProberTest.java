package io.emperor.devagent.probe;

import static io.emperor.devagent.contract.CheckedService.answer;
import static io.emperor.devagent.contract.CheckedService.answering;
import static io.emperor.devagent.contract.CheckedService.holding;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.devagent.Clients;
import io.emperor.devagent.DevAgent;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.base.TimerThread;
import io.emperor.devagent.contract.CheckedService;
import io.emperor.devagent.model.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks of services that answer badly, slowly, without end or not at all. */
@Tag("jdk")
@Timeout(60)
class NetworkProberTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final TimerThread timer = new TimerThread();
  private final QueuedThreadPool threads = new QueuedThreadPool(8, 2);
  private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
  private final NetworkProber prober =
      new NetworkProber(timer, new ProbeDialer(threads, scheduler));

  @BeforeEach
  void start() throws Exception {
    threads.setDaemon(true);
    threads.start();
    scheduler.start();
    prober.start();
  }

  @AfterEach
  void stop() throws Exception {
    prober.close();
    timer.close();
    scheduler.stop();
    threads.stop();
  }

  private static HttpCheckProbe probe(String url, Duration timeout) {
    return new HttpCheckProbe(url, "GET", Map.of(), "", false, 4096, timeout);
  }

  private CompletableFuture<ProbeResult> begin(CheckProbe probe) {
    CompletableFuture<ProbeResult> finding = new CompletableFuture<>();
    var unused = prober.begin(probe, finding::complete);
    return finding;
  }

  private ProbeResult run(CheckProbe probe) throws Exception {
    return begin(probe).get(20, TimeUnit.SECONDS);
  }

  @Test
  void readsNoEndlessBody() throws Exception {
    try (CheckedService service = holding("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(3 << 20))) {
      ProbeResult finding = run(probe(service.url("/"), LONG));

      assertThat(finding.status()).isEqualTo(Check.PASSING);
      assertThat(finding.output()).hasSizeLessThan(4_200).endsWith("x".repeat(4_096));
      Await.until("it has left", () -> service.connected() == 0);
    }
  }

  @Test
  void readsNoEndlessHead() throws Exception {
    try (CheckedService service = holding("HTTP/1.1 200 OK\r\nX: " + "x".repeat(3 << 20))) {
      assertThat(run(probe(service.url("/"), LONG)).status()).isEqualTo(Check.CRITICAL);
    }
  }

  @Test
  void readsNoEndlessRowOfInterimAnswers() throws Exception {
    try (CheckedService service = holding("HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000))) {
      assertThat(run(probe(service.url("/"), Duration.ofSeconds(1))).status())
          .isEqualTo(Check.CRITICAL);
      Await.until("it has left", () -> service.connected() == 0);
    }
  }

  @Test
  void leavesWhenTheTimeIsOver() throws Exception {
    try (CheckedService service = holding("HTTP/1.1 200 O")) {
      assertThat(run(probe(service.url("/"), Duration.ofMillis(100))).output())
          .contains("Client.Timeout exceeded");
      Await.until("it has left", () -> service.connected() == 0);
      assertThat(prober.underWay()).isZero();
    }
  }

  @Test
  void tellsNobodyOnceCancelled() throws Exception {
    try (CheckedService service = holding("")) {
      CompletableFuture<ProbeResult> finding = new CompletableFuture<>();
      Timer.Appointment run = prober.begin(probe(service.url("/"), LONG), finding::complete);
      Await.until("it is asked", () -> !service.requests().isEmpty());

      run.cancel();

      Await.until("it has left", () -> service.connected() == 0);
      assertThat(finding).isNotDone();
      assertThat(prober.underWay()).isZero();
    }
  }

  @Test
  void aThousandRunsNeedFewThreads() throws Exception {
    try (CheckedService service = answering(answer("200 OK", "fine"))) {
      List<CompletableFuture<ProbeResult>> findings = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        findings.add(begin(probe(service.url("/"), LONG)));
      }
      for (CompletableFuture<ProbeResult> finding : findings) {
        assertThat(finding.get(30, TimeUnit.SECONDS).status()).isEqualTo(Check.PASSING);
      }
      assertThat(threads.getThreads()).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void whoNeverAnswersLeavesRoomForOthersInTheEnd() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        CheckedService service = answering(answer("200 OK", "fine"))) {
      String never = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      List<CompletableFuture<ProbeResult>> late = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        late.add(begin(probe(never, Duration.ofMillis(500))));
      }
      Await.until("as many as may be", () -> prober.underWay() == 256);

      assertThat(run(probe(service.url("/"), LONG)).status()).isEqualTo(Check.PASSING);
      for (CompletableFuture<ProbeResult> finding : late) {
        assertThat(finding.get(20, TimeUnit.SECONDS).output()).contains("Client.Timeout exceeded");
      }
    }
  }

  @Test
  void aHundredRefusalsInARowAreToldOneByOne() throws Exception {
    List<CompletableFuture<ProbeResult>> findings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      findings.add(begin(new TcpCheckProbe("nothing", LONG)));
    }
    for (CompletableFuture<ProbeResult> finding : findings) {
      assertThat(finding.get(20, TimeUnit.SECONDS).output()).endsWith("missing port in address");
    }
  }

  @Test
  void anAgentEndsWithItsChecksUnderWay() throws IOException {
    try (CheckedService service = holding("")) {
      DevAgent agent = DevAgent.start(0);
      try (agent;
          Clients clients = new Clients(agent.address())) {
        String body =
            "{\"Name\":\"c\",\"HTTP\":\"%s\",\"Interval\":\"1s\"}".formatted(service.url("/"));
        String head =
            "PUT /v1/agent/check/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.format(Locale.ROOT, "Content-Length: %d\r\n\r\n", body.length());
        assertThat(clients.answer(head + body)).startsWith("HTTP/1.1 200");
        Await.until("it is asked", () -> service.connected() == 1);
      }
      Await.until("it has left", () -> service.connected() == 0);
      Await.until(
          "no thread is left",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().startsWith("dev-agent")));
    }
  }

  @Test
  void namesAreLookedUpOnThreadsThatEnd() throws Exception {
    try (CheckedService service = answering(answer("200 OK", "fine"))) {
      String url = service.url("/").replace("127.0.0.1", "localhost");

      assertThat(run(probe(url, LONG)).status()).isEqualTo(Check.PASSING);

      Await.until(
          "the thread has ended",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("dev-agent-names")));
    }
  }
}
