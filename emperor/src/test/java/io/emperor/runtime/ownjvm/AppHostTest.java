package io.emperor.runtime.ownjvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import io.emperor.consul.Await;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launch;
import io.emperor.runtime.process.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of a vassal's own, spoken to as the emperor does. */
@Timeout(60)
class AppHostTest {

  /** Leaves a file behind when it is stopped. */
  public static final class Marking implements Vassal {
    private Path mark = Path.of("");

    @Override
    public void start(VassalContext context) throws IOException {
      mark = context.dataDirectory().resolve("stopped");
      if (Files.exists(context.dataDirectory().resolve("broken"))) {
        throw new IllegalStateException("no pool", new IOException("connection refused"));
      }
      if (Files.exists(context.dataDirectory().resolve("slowly"))) {
        Files.createFile(context.dataDirectory().resolve("waiting"));
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Files.createFile(context.dataDirectory().resolve("interrupted"));
        }
      }
      System.out.println("@emperor 1 OK printed by the app, and no answer");
    }

    @Override
    public void stop() throws IOException {
      Files.createFile(mark);
    }
  }

  @TempDir Path directory;

  private Process process;
  private OutputStream requests;
  private BufferedReader answers;

  @BeforeEach
  void start() throws IOException {
    List<String> words = new ArrayList<>(AppHost.SHELL);
    words.addAll(
        List.of(
            Processes.java(),
            "-cp",
            System.getProperty("java.class.path"),
            AppHost.class.getName()));
    process =
        new ProcessBuilder(words).redirectError(directory.resolve("printed").toFile()).start();
    requests = process.getOutputStream();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Path jar = AppJar.providing(Marking.class).writtenTo(directory.resolve("shop-1.jar"));
    Launch launch =
        new Launch(
            "shop",
            "shop-test",
            1,
            directory.resolve("shop.jar"),
            jar,
            data(),
            Map.of(),
            null,
            false);
    Map<String, String> nowhere = Map.of("agents", "127.0.0.1:1");
    say(
        new HostRequest(
                launch, 0, "127.0.0.1", "test", FleetSettings.plain(), nowhere, Map.of(), Map.of())
            .text());
  }

  @AfterEach
  void kill() {
    Process unused = process.destroyForcibly();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void say(String text) throws IOException {
    requests.write(text.getBytes(StandardCharsets.UTF_8));
    requests.flush();
  }

  private String answer(String request) throws IOException {
    say(request + "\n");
    return answers.readLine();
  }

  private int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void startApp() throws IOException {
    assertThat(answer("1 load 20000").strip()).isEqualTo("@emperor 1 OK");
    assertThat(answer("2 start 20000")).isEqualTo("@emperor 2 OK 0");
  }

  @Test
  void whatTheAppPrintsIsNoAnswer() throws Exception {
    startApp();

    assertThat(answer("3 health 20000").strip()).isEqualTo("@emperor 3 OK PASSING false");
    assertThat(answer("4 stop 20000").strip()).isEqualTo("@emperor 4 OK");
    assertThat(exitStatus()).isZero();
    assertThat(Files.readAllLines(directory.resolve("printed")))
        .anyMatch(line -> line.endsWith("@emperor 1 OK printed by the app, and no answer"));
  }

  @Test
  void withoutItsEmperorItStopsInOrder() throws Exception {
    startApp();

    requests.close();

    assertThat(exitStatus()).isEqualTo(1);
    assertThat(data().resolve("stopped")).exists();
  }

  @Test
  void toldToEndByOthersItStopsInOrder() throws Exception {
    startApp();

    assertThat(process.toHandle().destroy()).isTrue(); // leaves the streams open

    assertThat(exitStatus()).isEqualTo(143);
    assertThat(data().resolve("stopped")).exists();
  }

  @Test
  void aStartThatIsGivenUpIsInterruptedAndStopped() throws Exception {
    Files.createDirectories(data());
    Files.createFile(data().resolve("slowly"));
    assertThat(answer("1 load 20000").strip()).isEqualTo("@emperor 1 OK");
    say("2 start 20000\n");
    Await.until("it waits", () -> Files.exists(data().resolve("waiting")));

    say("3 stop 20000\n");

    assertThat(exitStatus()).isZero();
    assertThat(data().resolve("interrupted")).exists();
    assertThat(data().resolve("stopped")).exists();
  }

  @Test
  void aStartThatFailsSaysWhereAndWhy() throws Exception {
    Files.createDirectories(data());
    Files.createFile(data().resolve("broken"));
    assertThat(answer("1 load 20000").strip()).isEqualTo("@emperor 1 OK");
    say("2 start 20000\n");

    List<String> said = new ArrayList<>();
    do {
      said.add(answers.readLine());
    } while (said.get(said.size() - 1).startsWith("@emperor 2 TRACE "));

    assertThat(said)
        .startsWith("@emperor 2 TRACE java.lang.IllegalStateException: no pool")
        .contains("@emperor 2 TRACE Caused by: java.io.IOException: connection refused")
        .endsWith(
            "@emperor 2 FAILED java.lang.IllegalStateException: no pool:"
                + " java.io.IOException: connection refused");
    assertThat(said.get(1))
        .startsWith("@emperor 2 TRACE \tat shop#1//io.emperor.runtime.ownjvm.AppHostTest");
  }

  @Test
  void whoeverSaysNonsenseIsNoEmperor() throws Exception {
    startApp();

    say("nonsense\n");

    assertThat(exitStatus()).isEqualTo(1);
    assertThat(data().resolve("stopped")).exists();
  }

  @Test
  void whatItDoesNotUnderstandFails() throws Exception {
    assertThat(answer("1 dance 20000")).isEqualTo("@emperor 1 FAILED the emperor asks for dance");
    assertThat(answer("2 start 20000")).endsWith("there is no app yet");
  }
}
