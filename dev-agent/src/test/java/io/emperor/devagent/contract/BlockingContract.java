package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Steps of questions that wait for a change. */
abstract class BlockingContract extends Contract {

  /** What blocks until the answer's index is passed, ten seconds at most. */
  CompletableFuture<Answer> after(String path, long index) {
    return agent.getLater(path + (path.contains("?") ? "&" : "?") + "index=" + index + "&wait=10s");
  }

  /** What blocks until something changes from now on. */
  CompletableFuture<Answer> watch(String path) {
    return after(path, agent.get(path).index());
  }

  /** The answer to a question that a change has ended, long before its wait is over. */
  static Answer changed(CompletableFuture<Answer> waiting) throws Exception {
    return waiting.get(5, TimeUnit.SECONDS);
  }

  /** Follows the changes from an index on, as a watch does, until they have led here. */
  Answer followed(String path, long index, Predicate<JsonNode> here) throws Exception {
    Answer answer = changed(after(path, index));
    for (int changes = 1; changes < 50 && !here.test(answer.json()); changes++) {
      answer = changed(after(path, answer.index()));
    }
    assertThat(here.test(answer.json())).as(answer.toString()).isTrue();
    return answer;
  }

  /** Fails if the question is answered within a short while. */
  static void assertStillWaiting(CompletableFuture<Answer> waiting) {
    assertThat(waiting).failsWithin(Duration.ofMillis(200));
    waiting.cancel(true);
  }
}
