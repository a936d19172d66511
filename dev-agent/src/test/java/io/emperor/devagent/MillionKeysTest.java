package io.emperor.devagent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.model.KvEntry;
import io.emperor.devagent.state.KvWrites;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the agent does with a million keys, if it has the room. */
@Timeout(60)
class MillionKeysTest {

  private static final int KEYS = 1_000_000;

  private final MemoryLimit limit = new MemoryLimit(400L << 20);
  private final QuietAgent agent = new QuietAgent(10, limit);

  private void fill() {
    byte[] value = "value".getBytes(StandardCharsets.UTF_8);
    agent.with(
        state -> {
          KvWrites writes = new KvWrites(state);
          for (int i = 0; i < KEYS; i++) {
            writes.set(state.next(), KvEntry.wanted("million/" + i, value, BigInteger.ZERO, ""));
          }
          return true;
        });
  }

  private static long largestPiece(Answer answer) {
    long largest = 0;
    for (Iterator<byte[]> pieces = answer.body().iterator(); pieces.hasNext(); ) {
      largest = Math.max(largest, pieces.next().length);
    }
    return largest;
  }

  @Test
  void areKnownListedAndForgotten() {
    long atFirst = limit.held();
    fill();

    assertThat(agent.get("/v1/kv/million/999999?raw")).isEqualTo("value");
    assertThat(agent.get("/v1/kv/mill?keys&separator=/")).isEqualTo("[\n    \"million/\"\n]\n");
    assertThat(largestPiece(agent.ask("GET", "/v1/kv/?recurse", "").get(0))).isLessThan(100_000);
    assertThat(largestPiece(agent.ask("GET", "/v1/kv/?keys", "").get(0))).isLessThan(100_000);

    List<Answer> waiting = agent.await("/v1/kv/million/5", Duration.ofMinutes(1));
    agent.ask("DELETE", "/v1/kv/million?recurse", "");

    assertThat(waiting).hasSize(1);
    assertThat(limit.held()).isEqualTo(atFirst);
  }

  @Test
  void aLongListReadsAsOneOfOnePiece() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add("<row " + i + ">");
    }
    ArrayNode tree = JsonNodeFactory.instance.arrayNode();
    rows.forEach(tree::add);

    assertThat(QuietAgent.text(Answer.rows(rows, TextNode::valueOf)))
        .isEqualTo(QuietAgent.text(Answer.json(tree)));
  }
}
