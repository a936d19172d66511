package io.emperor.provisioning.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.SnapshotStore;
import io.emperor.provisioning.source.SnapshotStore.Kept;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was answered before a restart. Safe for use by many threads, but for {@link #keep}. */
final class KeptAnswers {

  private static final Logger log = LoggerFactory.getLogger(KeptAnswers.class);

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FOUND = "found";

  private final Optional<SnapshotStore> store;
  private final Map<String, ObjectNode> before;
  private boolean broken;

  /**
   * Reads what was kept.
   *
   * @param store keeps it by the names of questions, if anything does
   */
  KeptAnswers(Optional<SnapshotStore> store) {
    this.store = store;
    before = store.flatMap(SnapshotStore::load).map(Kept::values).orElse(Map.of());
  }

  /** What was known of a question; nothing if that was not kept, or can't be read. */
  <T> Answer<T> before(Query<T> query) {
    if (!(before.getOrDefault(query.name(), JSON.createObjectNode()).get(FOUND)
        instanceof ArrayNode found)) {
      return Answer.none();
    }
    JavaType all = JSON.getTypeFactory().constructCollectionType(List.class, element(query));
    try {
      List<T> read = JSON.treeToValue(found, all);
      log.info("{}: what was answered before the restart counts on", query.name());
      return Answer.of(read);
    } catch (JsonProcessingException | RuntimeException e) {
      // somebody else has written it; the words quote what may be secret
      log.warn("{}: what was answered before the restart can't be read", query.name());
      return Answer.none();
    }
  }

  private static Class<?> element(Query<?> query) {
    if (query instanceof Query.Key || query instanceof Query.Keys) {
      return Cluster.Key.class;
    }
    if (query instanceof Query.Passing) {
      return Cluster.Instance.class;
    }
    return query instanceof Query.Services ? Cluster.Service.class : Cluster.Node.class;
  }

  /** Keeps these, and nothing else. */
  void keep(Map<Query<?>, Answer<?>> answers) {
    if (store.isEmpty() || (answers.isEmpty() && before.isEmpty())) {
      return;
    }
    Map<String, ObjectNode> values = new HashMap<>();
    answers.forEach(
        (query, answer) ->
            answer
                .known()
                .ifPresent(
                    found ->
                        values.put(
                            query.name(),
                            JSON.createObjectNode().set(FOUND, JSON.valueToTree(found)))));
    try {
      store.get().save(new Kept(1, values));
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        log.warn("What Consul has answered can't be kept for a restart: {}", SafeText.of(e));
      }
      broken = true;
    }
  }
}
