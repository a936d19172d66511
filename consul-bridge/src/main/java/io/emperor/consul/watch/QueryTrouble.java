package io.emperor.consul.watch;

import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.UnreadableAnswer;
import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once when a question gets no answer, and once when it does again. An agent that is gone is
 * told of elsewhere, and once for all questions.
 */
final class QueryTrouble {

  private static final Logger log = LoggerFactory.getLogger(QueryTrouble.class);

  private final Query<?> query;
  private boolean told; // of the query's turns alone

  QueryTrouble(Query<?> query) {
    this.query = query;
  }

  void failed(AgentAddress agent, IOException failure) {
    boolean speaks = failure instanceof AgentRefusal || failure instanceof UnreadableAnswer;
    if (!speaks || told) {
      log.debug("{} did not answer {}", agent, query, failure);
      return;
    }
    told = true;
    log.warn(
        "{} has no answer to {} ({}): the last known one stays",
        agent,
        query,
        Failures.reason(failure));
  }

  void over() {
    if (told) {
      told = false;
      log.info("There is an answer to {} again", query);
    }
  }

  void unheard(Throwable failure) {
    log.error("The answer to {} could not be passed on", query, failure);
  }
}
