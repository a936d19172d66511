package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import io.emperor.consul.settings.SecretFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Each rule of who may ask, with a request that is refused. */
@Timeout(60)
class AdminGateTest {

  private static final String TOKEN = "a-token-of-the-tests";
  private static final String RELOAD = "/v1/vassals/shop/reload";

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // each test opens it
  private AdminRig admin;

  @AfterEach
  void close() {
    if (admin != null) {
      admin.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:9191",
        "127.0.0.1.attacker.example",
      })
  void aNameThatItIsNotCalledByIsRefused(String host) throws Exception {
    open();

    for (String path :
        new String[] {"/v1/vassals", "/healthz", "/v1/openapi.json", "/v1/events", "/metrics"}) {
      assertThat(asked("GET", path, host)).as(path).startsWith("HTTP/1.1 403 ");
    }
    assertThat(asked("POST", RELOAD, host)).startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost:9191", "LOCALHOST", "[::1]:9191"})
  void theNamesOfLoopbackAreItsOwn(String host) throws Exception {
    open();

    assertThat(asked("GET", "/v1/vassals", host)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aRequestWithoutAHostIsRefused() throws Exception {
    open();

    assertThat(admin.raw("GET /v1/vassals HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(admin.raw("GET /v1/vassals HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp"
      })
  void whatAWebPageCouldSendChangesNothing(String type) throws Exception {
    open();
    admin.drop("shop");

    assertThat(admin.post(RELOAD, "Content-Type", type).statusCode()).isEqualTo(415);
    assertThat(admin.post(RELOAD).statusCode()).isEqualTo(415);
  }

  @Test
  void aPageElsewhereIsRefusedEvenWhatItCouldNotRead() throws Exception {
    open();

    for (String path : new String[] {"/v1/vassals", "/v1/events", "/metrics"}) {
      assertThat(
              admin.raw(
                  "GET %s HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n"
                      .formatted(path)))
          .as(path)
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void whoAsksForTheHeadOfAStreamIsNotLetIn() throws Exception {
    open();
    admin.drop("shop");
    Await.until("it is there", () -> !admin.state("shop").isEmpty());

    assertThat(asked("HEAD", "/v1/events", "localhost")).startsWith("HTTP/1.1 405 ");
    assertThat(asked("HEAD", "/v1/vassals/shop/logs?follow=true", "localhost"))
        .startsWith("HTTP/1.1 405 ");
    assertThat(asked("HEAD", "/v1/vassals", "localhost")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aPageElsewhereIsNotAllowedToAskForMore() throws Exception {
    open();

    HttpResponse<String> preflight =
        admin.send(
            HttpRequest.newBuilder(admin.uri(RELOAD))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
            "Origin",
            "http://attacker.example",
            "Access-Control-Request-Headers",
            "content-type");

    assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(preflight.statusCode()).isEqualTo(405);
  }

  @Test
  void withATokenEverythingButHealthAndFilesNeedsIt() throws Exception {
    open(TOKEN);

    for (String path :
        new String[] {
          "/v1/vassals", "/v1/vassals/shop", "/v1/vassals/shop/load", "/v1/events", "/metrics"
        }) {
      assertThat(admin.get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(admin.command(RELOAD).statusCode()).isEqualTo(401);
    assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(admin.get("/v1/openapi.json").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer a-token-of-the-test",
        "Bearer a-token-of-the-tests2",
        "Basic a-token-of-the-tests",
        "a-token-of-the-tests"
      })
  void aWrongTokenIsRefused(String authorization) throws Exception {
    open(TOKEN);

    HttpResponse<String> answer = admin.get("/v1/vassals", "Authorization", authorization);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).doesNotContain(TOKEN);
  }

  @Test
  void theTokenOpensAndStandsForTheType() throws Exception {
    open(TOKEN);

    assertThat(admin.get("/v1/vassals", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(admin.post(RELOAD, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
  void theSchemeMayBeWrittenInAnyCase(String scheme) throws Exception {
    open(TOKEN);

    assertThat(admin.get("/v1/vassals", "Authorization", scheme + TOKEN).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {TOKEN + "\n" + TOKEN, "a token of the tests"})
  void aFileThatHoldsMoreThanATokenIsRefusedAtTheStart(String text) {
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds more than a token")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void aTokenThatEverybodyCanReadIsSaidAtTheStart() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(SecretFile.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    Path file = Files.writeString(directory.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    admin = new AdminRig(directory, file);

    logger.detachAppender(log);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("--admin-token-file: every user of this machine can read " + file);
  }

  @Test
  void aTokenFileMayBeFromWindows() throws Exception {
    open(TOKEN);

    Files.writeString(directory.resolve("token"), "\uFEFF" + TOKEN + "\r\n");

    assertThat(admin.get("/v1/vassals", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aChangedTokenCountsAtOnce() throws Exception {
    open(TOKEN);

    Files.writeString(directory.resolve("token"), "another-token-of-the-tests\n");

    assertThat(admin.get("/v1/vassals", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(401);
    Files.delete(directory.resolve("token"));
    assertThat(admin.get("/v1/vassals", "Authorization", "Bearer " + TOKEN).statusCode())
        .as("without its file it lets nobody in")
        .isEqualTo(503);
  }

  @Test
  void aTokenThatCouldBeGuessedIsRefusedAtTheStart() {
    assertThatThrownBy(() -> open("secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a token of 6 characters: use at least 16");
  }

  @Test
  void whatOthersCanReachNeedsAToken() throws Exception {
    open();
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");

    assertThatThrownBy(() -> new AdminSettings("0.0.0.0", everywhere, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void open() throws IOException {
    admin = new AdminRig(directory, null);
  }

  private void open(String token) throws IOException {
    admin = new AdminRig(directory, Files.writeString(directory.resolve("token"), token + "\n"));
  }

  private String asked(String method, String path, String host) throws IOException {
    return admin.raw(
        "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(method, path, host));
  }
}
