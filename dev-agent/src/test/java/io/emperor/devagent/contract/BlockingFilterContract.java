package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions with a filter that wait: for a change of anything, and not of what is left alone. */
abstract class BlockingFilterContract extends BlockingContract {

  private final String node = unique("node");
  private final String service = unique("service");

  @BeforeEach
  void registerANodeWithAService() {
    register("passing", 1);
  }

  private void register(String status, int port) {
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'10.8.8.8','Service':{'Service':'$','Port':$},"
                    + "'Check':{'CheckID':'c','Name':'c','ServiceID':'$','Status':'$'}}",
                node,
                service,
                port,
                service,
                status)));
  }

  private String path(String pattern) {
    String[] parts = pattern.replace("NODE", node).replace("SERVICE", service).split(": ", -1);
    return "/v1/" + parts[0] + "?filter=" + AgentClient.encoded(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE: Node.Node == none",
        "catalog/service/SERVICE: Node == none",
        "catalog/node/NODE: Port == 99",
        "catalog/node-services/NODE: Port == 99",
      })
  void aChangeOfWhatIsFilteredOutEndsTheWait(String pattern) throws Exception {
    long before = agent.get(path(pattern)).index();
    CompletableFuture<Answer> waiting = after(path(pattern), before);

    register("passing", 2);

    assertThat(changed(waiting).status()).isEqualTo(200);
    assertThat(changed(waiting).index()).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/service/SERVICE: Checks.Status == critical",
        "health/checks/SERVICE: Status == critical",
        "health/node/NODE: Status == critical",
      })
  void theAnswerIsFilteredWhenTheWaitIsOver(String pattern) throws Exception {
    Answer before = agent.get(path(pattern));
    CompletableFuture<Answer> waiting = after(path(pattern), before.index());

    register("critical", 1);

    assertThat(before.json()).isEmpty();
    assertThat(changed(waiting).json()).hasSize(1);
  }

  @Test
  void aWrongFilterIsRefusedAtOnce() {
    Answer answer = agent.get(path("catalog/nodes: Foo == x") + "&index=1000000&wait=60s");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).endsWith("Selector \"Foo\" is not valid");
  }
}
