package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The lives of the vassals of one emperor, from both sides, in the one order in which Consul took
 * them. A vassal's own words are what it writes below {@code history/NAME/}: {@code started-1} say.
 * The emperor's are {@code registered-GENERATION}, the check's status when it is another than
 * before, and {@code deregistered}.
 */
record Milestones(RecordingProxy proxy) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String OWN_WORDS = "/v1/kv/history/";
  private static final String REGISTER = "/v1/agent/service/register";
  private static final String DEREGISTER = "/v1/agent/service/deregister/";
  private static final String UPDATE = "/v1/agent/check/update/service:";

  /** Waits until the whole history of one vassal is these words; a regular expression. */
  void are(String vassal, String words) {
    Await.within(
        LIMIT,
        vassal + " has had this life",
        () -> {
          assertThat(of(vassal)).matches(words);
          return true;
        });
  }

  /** The history of one vassal so far. */
  private String of(String vassal) {
    String start = vassal + " ";
    return ofAll().stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .collect(Collectors.joining(" "));
  }

  /** The history of all vassals so far, {@code VASSAL WORD}. */
  List<String> ofAll() {
    Map<String, String> statuses = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (RecordingProxy.Write write : proxy.history()) {
      String path = write.path();
      if (path.startsWith(OWN_WORDS)) {
        lines.add(path.substring(OWN_WORDS.length()).replace('/', ' '));
      } else if (path.equals(REGISTER)) {
        JsonNode service = json(write.body());
        String vassal = service.get("Meta").get("vassal").asText();
        lines.add(vassal + " registered-" + service.get("Meta").get("generation").asText());
        addStatus(lines, statuses, vassal, service.get("Check"));
      } else if (path.startsWith(DEREGISTER)) {
        String vassal = vassal(path.substring(DEREGISTER.length()));
        lines.add(vassal + " deregistered");
        statuses.remove(vassal);
      } else if (path.startsWith(UPDATE)) {
        addStatus(lines, statuses, vassal(path.substring(UPDATE.length())), json(write.body()));
      }
    }
    return lines;
  }

  private static void addStatus(
      List<String> lines, Map<String, String> before, String vassal, JsonNode check) {
    String status = check.get("Status").asText();
    if (!status.equals(before.put(vassal, status))) {
      lines.add(vassal + " " + status);
    }
  }

  /** The default service ID ends in the emperor's name. */
  private static String vassal(String serviceId) {
    return serviceId.substring(0, serviceId.lastIndexOf('-'));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }
}
