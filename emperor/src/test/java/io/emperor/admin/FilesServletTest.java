package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.http.ListeningPort;
import io.emperor.http.ServletApp;
import io.emperor.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesServletTest {

  private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private final WebServer web = new WebServer("admin", InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private String address = "";

  @BeforeEach
  void start() throws Exception {
    web.start();
    ListeningPort port = web.listen(0);
    ServletApp app =
        ServletApp.of(
            "admin",
            Map.of("/*", new FilesServlet(new Gate("test", Set.of("127.0.0.1"), null))),
            FilesServlet.class.getClassLoader(),
            threads);
    app.start(web);
    port.serve(app);
    address = "http://127.0.0.1:" + port.number();
  }

  @AfterEach
  void stop() {
    web.close();
    threads.shutdownNow();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static List<Path> dashboard() throws Exception {
    URI folder =
        Objects.requireNonNull(FilesServlet.class.getResource("dashboard/index.html")).toURI();
    try (Stream<Path> files = Files.list(Path.of(folder).resolveSibling(""))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboard")
  void everyFileOfTheDashboardIsServedAsWhatItIs(Path file) throws Exception {
    String name = file.getFileName().toString();
    HttpResponse<String> answer = get(name.equals("index.html") ? "/" : "/" + name);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Files.readString(file));
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .isEqualToIgnoringCase(TYPES.get(name.substring(name.indexOf('.') + 1)));
  }

  @ParameterizedTest
  @CsvSource({"/", "/dashboard.js", "/icon.svg", "/v1/openapi.json"})
  void aPageMayLoadWhatComesFromHereAndNothingElse(String path) throws Exception {
    var headers = get(path).headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/dashboard/index.html",
        "/openapi.json",
        "/favicon.ico",
        "/v1/nothing",
        "/FilesServlet.class",
        "/dashboard.js/",
        "/%2e%2e/logback.xml"
      })
  void anythingElseIsNotThere(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain("<configuration", "<!doctype");
    if (answer.statusCode() == 404) {
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.body()).startsWith("{\"error\":\"no such path: ");
    }
  }

  @Test
  void thePageHasNoScriptOrStyleOfItsOwn() throws Exception {
    assertThat(get("/").body())
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=")
        .doesNotContain("http://", "https://");
  }

  @Test
  void everyModuleThatIsImportedIsThere() throws Exception {
    Set<String> there =
        dashboard().stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());

    for (Path file : dashboard()) {
      assertThat(IMPORT.matcher(Files.readString(file)).results().map(FilesServletTest::name))
          .as(file.toString())
          .isSubsetOf(there);
    }
  }

  private static String name(MatchResult found) {
    return found.group(1);
  }
}
