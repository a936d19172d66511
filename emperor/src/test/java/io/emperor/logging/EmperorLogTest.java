package io.emperor.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.sift.SiftingAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmperorLogTest {

  @TempDir Path around;

  private final Logs logs = new Logs();
  private Path directory;
  private final Logger own = logs.logger("io.emperor.vassal.Emperor");
  private final Logger app = logs.logger("shop.Orders");

  @BeforeEach
  void name() {
    directory = around.resolve("logs");
  }

  @Test
  void eachVassalHasAFileAndTheEmperorToo() throws Exception {
    begin(LogFormat.TEXT);

    own.info("watching");
    Logs.about("shop", () -> own.info("running generation 1"));
    Logs.on("shop", () -> app.info("sold"));
    Logs.on("stock", () -> app.info("bought"));

    assertThat(lines("emperor.log")).hasSize(2);
    assertThat(lines("emperor.log").get(1)).endsWith(" INFO  -: watching");
    assertThat(lines("shop.log")).hasSize(2);
    assertThat(lines("shop.log").get(0)).endsWith(" INFO  shop: running generation 1");
    assertThat(lines("shop.log").get(1)).endsWith(" INFO  shop: sold");
    assertThat(lines("stock.log")).singleElement().asString().endsWith(" INFO  stock: bought");
  }

  @Test
  void standardErrorKeepsWhatTheEmperorSaysOfItselfAndItsWarnings() throws Exception {
    begin(LogFormat.TEXT);

    own.info("watching");
    Logs.about("shop", () -> own.info("running generation 1"));
    Logs.about("shop", () -> own.warn("cursed"));
    Logs.on("shop", () -> app.error("out of stock"));

    assertThat(logs.stderr()).hasSize(3);
    assertThat(logs.stderr().get(0)).contains("the log is in " + directory, "emperor.log");
    assertThat(logs.stderr().get(1)).endsWith("-: watching");
    assertThat(logs.stderr().get(2)).endsWith("shop: cursed");
  }

  @Test
  void whatIsNoEmperorSpeaksUnderANameOfItsOwn() throws Exception {
    EmperorLog.speaksAs(logs.context, "await");

    own.info("waits");
    Logs.about("shop", () -> own.info("running generation 1"));

    assertThat(logs.stderr().get(0)).endsWith(" INFO  await: waits");
    assertThat(logs.stderr().get(1)).endsWith(" INFO  shop: running generation 1");
  }

  @Test
  void aTraceThatWasPrintedElsewhereIsLoggedAsIfItWereHere() throws Exception {
    PrintedTrace trace = new PrintedTrace("shop.NoStock: sold out\n\tat shop.Orders.take\n");

    LastLines unused =
        EmperorLog.begin(logs.context, new LogSettings(null, LogFormat.TEXT, List.of()));
    own.warn("failed to start", trace);

    assertThat(logs.stderr()).hasSize(3);
    assertThat(logs.stderr()).endsWith("shop.NoStock: sold out", "\tat shop.Orders.take");
  }

  @Test
  void aLoggerHasTheLevelThatWasSaid() {
    LastLines unused =
        EmperorLog.begin(
            logs.context,
            new LogSettings(
                null,
                LogFormat.TEXT,
                List.of(LogLevel.parse("error"), LogLevel.parse("shop=debug"))));

    own.warn("too little");
    app.debug("sold");
    LogLevels.set(logs.context, LogLevel.parse("shop=off"));
    app.error("nothing any more");

    assertThat(logs.stderr()).singleElement().asString().endsWith(" DEBUG -: sold");
  }

  @Test
  void withoutADirectoryEverythingGoesToStandardError() throws Exception {
    LastLines unused =
        EmperorLog.begin(logs.context, new LogSettings(null, LogFormat.TEXT, List.of()));

    Logs.on("shop", () -> app.info("sold"));

    assertThat(logs.stderr()).singleElement().asString().endsWith(" INFO  shop: sold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "/escaped", "a/b", "..", "", "-", "a\nb", ".hidden"})
  void aNameThatNoVassalHasGetsNoFile(String name) throws Exception {
    begin(LogFormat.TEXT);

    Logs.about(name, () -> app.warn("out"));

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).extracting(Path::getFileName).hasToString("[emperor.log]");
    }
    assertThat(around.resolve("escaped.log")).doesNotExist();
    assertThat(lines("emperor.log")).hasSize(2).last().asString().endsWith(": out");
  }

  @Test
  void aVassalCalledEmperorDoesNotWriteIntoTheEmperorsFile() throws Exception {
    begin(LogFormat.TEXT);

    Logs.about("emperor", () -> app.info("all mine"));

    assertThat(lines("_emperor.log")).singleElement().asString().endsWith("all mine");
  }

  @Test
  void anAppCantWriteInTheNameOfAnother() throws Exception {
    begin(LogFormat.TEXT);

    Logs.on("shop", () -> Logs.about("stock", () -> app.info("bankrupt")));

    assertThat(directory.resolve("stock.log")).doesNotExist();
    assertThat(lines("shop.log")).singleElement().asString().endsWith("shop: bankrupt");
  }

  @Test
  void manyVassalsDoNotMeanManyOpenFiles() throws Exception {
    begin(LogFormat.TEXT);
    SiftingAppender files =
        (SiftingAppender) logs.logger(Logger.ROOT_LOGGER_NAME).getAppender("FILES");

    for (int i = 0; i < 300; i++) {
      Logs.about("vassal-" + i, () -> app.info("once"));
    }
    files.getAppenderTracker().removeStaleComponents(System.currentTimeMillis() + 2_000);

    assertThat(files.getAppenderTracker().getComponentCount()).isEqualTo(100);
    Logs.about("vassal-0", () -> app.info("twice"));
    assertThat(lines("vassal-0.log")).hasSize(2);
  }

  @Test
  void jsonHasOneObjectALineWhereverItGoes() throws Exception {
    LastLines last = begin(LogFormat.JSON);
    last.keep("shop");

    Logs.on(
        "shop",
        () -> app.warn("sold \"{}\"\n{\"level\":\"ERROR\"}", "x", new IOException("no\npaper")));
    own.info("watching");

    assertThat(lines("shop.log")).hasSize(1).isEqualTo(last.of("shop", 10, Instant.EPOCH));
    JsonNode line = json(lines("shop.log").get(0));
    assertThat(OffsetDateTime.parse(line.get("time").asText())).isNotNull();
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("vassal").asText()).isEqualTo("shop");
    assertThat(line.get("logger").asText()).isEqualTo("shop.Orders");
    assertThat(line.get("thread").asText()).isEqualTo("shop-1");
    assertThat(line.get("message").asText()).isEqualTo("sold \"x\"\n{\"level\":\"ERROR\"}");
    assertThat(line.get("exception").asText())
        .startsWith("java.io.IOException: no\npaper\n\tat io.emperor.logging.EmperorLogTest");
    JsonNode watching = json(logs.stderr().get(1));
    assertThat(watching.get("message").asText()).isEqualTo("watching");
    assertThat(watching.has("vassal")).isFalse();
    assertThat(watching.has("exception")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u001b[1A\u001b[G"})
  void nobodyCanForgeALine(String lineEnd) throws Exception {
    begin(LogFormat.TEXT);
    String forged = "2026-01-01 00:00:00.000 ERROR -: all is lost";
    Throwable thrown = new IOException("no paper" + lineEnd + forged);
    thrown.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("a" + lineEnd + forged, "b", "c", 1)});

    Logs.on("shop", () -> app.info("sold" + lineEnd + forged, thrown));

    assertThat(Files.readString(directory.resolve("shop.log")).split("\\R|\u001b\\[G", -1))
        .filteredOn(line -> line.startsWith("20"))
        .singleElement()
        .asString()
        .contains(" INFO  shop: sold");
  }

  @Test
  void aDirectoryIsMadeAndTriedOut() throws Exception {
    Path deep = directory.resolve("a/b");

    EmperorLog.prepare(deep);

    assertThat(deep).isDirectory();
    Path file = Files.createFile(around.resolve("file"));
    assertThatThrownBy(() -> EmperorLog.prepare(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
        .isEqualTo("rwxr-x---");
    var unused = Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> EmperorLog.prepare(deep))
        .hasMessage(deep + ": everybody can write there: chmod o-w it");
    assertThatThrownBy(() -> EmperorLog.prepare(Path.of("/proc/logs")))
        .isInstanceOf(IOException.class);
  }

  private LastLines begin(LogFormat format) {
    return EmperorLog.begin(logs.context, new LogSettings(directory, format, List.of()));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file));
  }

  private static JsonNode json(String line) throws IOException {
    return new ObjectMapper().readTree(line);
  }
}
