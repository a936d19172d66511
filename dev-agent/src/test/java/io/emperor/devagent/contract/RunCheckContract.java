package io.emperor.devagent.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Checks that the agent runs itself, each of a service of its own. The cases wait, beside each
 * other.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class RunCheckContract extends Contract {

  private final List<String> services = new ArrayList<>();

  @AfterEach
  void leave() {
    services.forEach(name -> agent.put("/v1/agent/service/deregister/" + name));
  }

  /** A service with a check that has these fields; it is gone when the case ends. */
  String checked(String fields, Object... values) {
    String name = registered("'Check':{" + fields + "}", values);
    services.add(name);
    return name;
  }

  /** The only check of a service, asked for with little effort. */
  JsonNode checkOf(String service) {
    for (JsonNode check :
        agent.get("/v1/agent/health/service/id/" + service).json().path("Checks")) {
      if (check.path("CheckID").asText().equals("service:" + service)) {
        return check;
      }
    }
    return tree("{}");
  }

  /** What a check with these fields says when it has run. */
  JsonNode outcome(String fields, Object... values) {
    String name = checked("'Interval':'1s'," + fields, values);
    Await.until(name + " has run", () -> !checkOf(name).path("Output").asText().isEmpty());
    return good(agent.get("/v1/agent/checks")).path("service:" + name);
  }
}
