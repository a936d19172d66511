package io.emperor.admin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.admin.view.DetailView;
import io.emperor.admin.view.EmperorView;
import io.emperor.admin.view.FleetEntry;
import io.emperor.admin.view.InputsEntry;
import io.emperor.admin.view.Json;
import io.emperor.admin.view.MembershipEntry;
import io.emperor.admin.view.VassalView;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Talks to a running emperor's endpoint, as the commands do. Thread safe. */
public final class AdminClient {

  /** The path of the levels of the log. */
  public static final String LOG_LEVELS = "/v1/log-level";

  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final @Nullable String token;
  private final Duration limit;

  /**
   * Makes a client; it asks nobody yet.
   *
   * @param base {@code http://HOST:PORT}
   * @param token what requests carry; {@code null} for none
   */
  public AdminClient(String base, @Nullable String token) {
    this(base, token, LIMIT);
  }

  /**
   * Makes a client; it asks nobody yet.
   *
   * @param base {@code http://HOST:PORT}
   * @param token what requests carry; {@code null} for none
   * @param limit how long an answer may take
   */
  public AdminClient(String base, @Nullable String token, Duration limit) {
    this.base = base;
    this.token = token;
    this.limit = limit;
  }

  /**
   * Who answers here.
   *
   * @return the emperor
   * @throws AdminException if there is no answer, or a refusal
   */
  public EmperorView emperor() throws AdminException {
    return parsed(get("/v1/emperor"), new TypeReference<>() {});
  }

  /**
   * The fleet.
   *
   * @return how its emperors are
   * @throws AdminException if there is no answer, a refusal, or the emperor knows of no fleet
   */
  public FleetEntry fleet() throws AdminException {
    return parsed(fleetJson(), new TypeReference<>() {});
  }

  /**
   * The fleet as JSON.
   *
   * @return an object on one line, as the API answers it
   * @throws AdminException as {@link #fleet} does
   */
  public String fleetJson() throws AdminException {
    HttpResponse<String> answer =
        sent(request("/v1/fleet").timeout(limit).build(), LimitedText.handler());
    if (answer.statusCode() == 404) {
      throw new AdminException(
          "the emperor at %s is older than this command and knows of no fleet: update it"
              .formatted(base));
    }
    return body(answer).strip();
  }

  /**
   * All vassals.
   *
   * @return in the order of their names
   * @throws AdminException if there is no answer, or a refusal
   */
  public List<VassalView> vassals() throws AdminException {
    return parsed(get("/v1/vassals"), new TypeReference<>() {});
  }

  /**
   * Vassals in some states, as JSON.
   *
   * @param states whether those in a state are meant
   * @return an array on one line, as the API answers it
   * @throws AdminException if there is no answer, or a refusal
   */
  public String vassals(Predicate<String> states) throws AdminException {
    List<JsonNode> all = parsed(get("/v1/vassals"), new TypeReference<>() {});
    return Json.of(
        all.stream().filter(vassal -> states.test(vassal.path("state").asText())).toList());
  }

  /**
   * Where a file has to be put to be a vassal's.
   *
   * @param file its name
   * @return the directories, on the emperor's machine
   * @throws AdminException if there is no answer, or a refusal
   */
  public List<String> directories(String file) throws AdminException {
    String query = URLEncoder.encode(file, StandardCharsets.UTF_8);
    return parsed(get("/v1/directories?file=" + query), new TypeReference<>() {});
  }

  /**
   * One vassal.
   *
   * @param name its name
   * @return the vassal
   * @throws AdminException if there is none, no answer, or a refusal
   */
  public VassalView vassal(String name) throws AdminException {
    return parsed(get(path(name)), new TypeReference<>() {});
  }

  /**
   * One vassal with its effective configuration and its last events.
   *
   * @param name its name
   * @return the vassal
   * @throws AdminException if there is none, no answer, or a refusal
   */
  public DetailView detail(String name) throws AdminException {
    String body = get(path(name));
    JsonNode tree = parsed(body, new TypeReference<>() {});
    return new DetailView(
        parsed(body, new TypeReference<>() {}),
        parsed(tree.path("configuration").toString(), new TypeReference<>() {}),
        parsed(tree.path("events").toString(), new TypeReference<>() {}));
  }

  /** What a vassal needs before it starts, asked for as {@link #vassal} is. */
  public InputsEntry inputs(String name) throws AdminException {
    return parsed(get(path(name) + "/inputs"), new TypeReference<>() {});
  }

  /** What the emperor does for programs that are no vassals, asked for as {@link #emperor} is. */
  public MembershipEntry membership() throws AdminException {
    return parsed(get("/v1/membership"), new TypeReference<>() {});
  }

  /**
   * Tells the emperor to do something with a vassal.
   *
   * @param name the vassal's name
   * @param deed {@code reload}, {@code stop}, {@code start} or {@code maintenance?enable=true}
   * @return the vassal when that has begun
   * @throws AdminException if it can't be done, with the reason
   */
  public VassalView command(String name, String deed) throws AdminException {
    return parsed(post(path(name) + "/" + deed), new TypeReference<>() {});
  }

  /**
   * What the endpoint answers to a POST without a body, as it is.
   *
   * @param path the path and the query
   * @return the body
   * @throws AdminException if there is no answer, or a refusal
   */
  public String post(String path) throws AdminException {
    return post(path, HttpRequest.BodyPublishers.noBody());
  }

  private String post(String path, HttpRequest.BodyPublisher body) throws AdminException {
    HttpRequest request = request(path).timeout(limit).POST(body).build();
    return body(sent(request, LimitedText.handler()));
  }

  /** What the endpoint answers to a POST of an object, as JSON. */
  String post(String path, Object object) throws AdminException {
    return post(path, HttpRequest.BodyPublishers.ofString(Json.of(object)));
  }

  /**
   * How much the emperor logs.
   *
   * @return the levels of the loggers that have one of their own, {@code root} first
   * @throws AdminException if there is no answer, or a refusal
   */
  public Map<String, String> logLevels() throws AdminException {
    return parsed(get(LOG_LEVELS), new TypeReference<LinkedHashMap<String, String>>() {});
  }

  /**
   * Changes how much the emperor logs.
   *
   * @param logger whose level, {@code root} for all
   * @param level the level
   * @throws AdminException if it is none, if there is no answer, or a refusal
   */
  public void logLevel(String logger, String level) throws AdminException {
    String unused =
        post(
            "%s?logger=%s&level=%s"
                .formatted(
                    LOG_LEVELS,
                    URLEncoder.encode(logger, StandardCharsets.UTF_8),
                    URLEncoder.encode(level, StandardCharsets.UTF_8)));
  }

  /**
   * What the endpoint answers to a GET, as it is.
   *
   * @param path the path and the query
   * @return the body
   * @throws AdminException if there is no answer, or a refusal
   */
  public String get(String path) throws AdminException {
    return body(sent(request(path).timeout(limit).build(), LimitedText.handler()));
  }

  /**
   * The last lines of a vassal's log.
   *
   * @param name the vassal's name
   * @param most how many at most
   * @param since when the first of them was logged at the earliest
   * @return the oldest first
   * @throws AdminException if there is no such vassal, no answer, or a refusal
   */
  public List<String> log(String name, int most, Instant since) throws AdminException {
    String body = get(logPath(name, most, since));
    JsonNode tree = parsed(body, new TypeReference<>() {});
    return parsed(tree.path("lines").toString(), new TypeReference<>() {});
  }

  /**
   * Follows a vassal's log for as long as the emperor runs. Blocks.
   *
   * @param name the vassal's name
   * @param most how many of the lines that are there already
   * @param since when the first of those was logged at the earliest
   * @param listener takes each line
   * @throws AdminException if there is no such vassal, no answer, or a refusal
   * @throws IOException if the connection breaks
   */
  public void followLog(String name, int most, Instant since, Consumer<String> listener)
      throws AdminException, IOException {
    HttpRequest request = request(logPath(name, most, since) + "&follow=true").build();
    HttpResponse<InputStream> answer = sent(request, HttpResponse.BodyHandlers.ofInputStream());
    try (LimitedLines body = new LimitedLines(answer.body())) {
      if (answer.statusCode() >= 300) {
        throw refused(answer.statusCode(), Objects.requireNonNullElse(body.next(), ""));
      }
      String type = "";
      for (String line = body.next(); line != null; line = body.next()) {
        if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ") && type.equals("line")) {
          listener.accept(parsed(line.substring(6), new TypeReference<>() {}));
        }
      }
    }
  }

  /**
   * The path of the last lines of a vassal's log.
   *
   * @param name the vassal's name
   * @param most how many at most
   * @param since when the first of them was logged at the earliest
   * @return the path with its query
   */
  public static String logPath(String name, int most, Instant since) {
    return String.format(Locale.ROOT, "%s/logs?lines=%d&since=%s", path(name), most, since);
  }

  /**
   * A text as JSON.
   *
   * @param text any text
   * @return the text between quotes, on one line
   */
  public String quoted(String text) {
    return Json.of(text);
  }

  /**
   * The path of a vassal.
   *
   * @param name its name
   * @return {@code /v1/vassals/NAME}
   */
  public static String path(String name) {
    return "/v1/vassals/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Content-Type", "application/json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  <T> HttpResponse<T> sent(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws AdminException {
    try {
      return http.send(request, handler);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new AdminException(
          "no emperor answers at %s: is it running? --admin names another place".formatted(base),
          e);
    } catch (IOException e) {
      throw foreign(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdminException("interrupted", e);
    }
  }

  /** Something answers, and not as an emperor does. */
  private AdminException foreign(@Nullable Exception cause) {
    return new AdminException(
        "what answers at %s is no emperor of this version: --admin names another place"
            .formatted(base),
        cause);
  }

  private String body(HttpResponse<String> answer) throws AdminException {
    if (answer.statusCode() >= 300) {
      throw refused(answer.statusCode(), answer.body());
    }
    return answer.body();
  }

  AdminException refused(int status, String body) {
    if (status == 401) {
      return new AdminException(
          "the emperor wants a token, and not this one: name its file with --admin-token-file");
    }
    try {
      JsonNode answer = JSON.readTree(body);
      String error = answer.path("error").asText();
      String emperor = answer.path("emperor").asText();
      if (error.isEmpty()) {
        return foreign(null);
      }
      return emperor.isEmpty() ? new AdminException(error) : new AdminException(error, emperor);
    } catch (JsonProcessingException e) {
      return foreign(e);
    }
  }

  private <T> T parsed(String body, TypeReference<T> type) throws AdminException {
    try {
      T value = JSON.readValue(body, type);
      if (value == null) {
        throw foreign(null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw foreign(e);
    }
  }
}
