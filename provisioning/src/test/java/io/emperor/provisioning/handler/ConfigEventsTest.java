package io.emperor.provisioning.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigEventsTest {

  private static final SerfSelf SELF = SerfSelf.of("one", Map.of());
  private static final byte[] PAYLOAD = "{\"p\":\"shop\"}\n".getBytes(UTF_8);

  private final List<String> kept = new ArrayList<>();
  private final List<String> handedOn = new ArrayList<>();
  private final ConfigEvents events =
      new ConfigEvents(
          payload -> {
            boolean isNews = !kept.contains(new String(payload, UTF_8));
            kept.add(new String(payload, UTF_8));
            return new ConfigUpdated.Taken(
                isNews, payload.length == 0 ? Optional.empty() : Optional.of("ok"));
          },
          event -> {
            handedOn.add(event.toString());
            return "other".getBytes(UTF_8);
          });

  @Test
  void keepsConfigurationAndTellsHandlersOfIt() {
    events.take(SerfEvent.ofUser("config_updated", 1, SELF, PAYLOAD));

    assertThat(kept).containsExactly(new String(PAYLOAD, UTF_8));
    assertThat(handedOn).containsExactly("user config_updated");
  }

  @Test
  void tellsHandlersOnceOfWhatIsSentTwice() {
    events.take(SerfEvent.ofUser("config_updated", 1, SELF, PAYLOAD));
    events.take(SerfEvent.ofUser("config_updated", 2, SELF, PAYLOAD));

    assertThat(kept).hasSize(2);
    assertThat(handedOn).hasSize(1);
  }

  @Test
  void answersAQuery() {
    assertThat(events.take(SerfEvent.ofQuery("config_updated", 1, SELF, PAYLOAD)))
        .asString()
        .isEqualTo("ok");
    assertThat(events.take(SerfEvent.ofQuery("config_updated", 1, SELF, new byte[0])))
        .as("left alone")
        .isEmpty();
    assertThat(kept).hasSize(2);
    assertThat(handedOn).isEmpty();
  }

  @Test
  void handsTheRestOn() {
    assertThat(events.take(SerfEvent.ofQuery("load", 1, SELF, PAYLOAD)))
        .asString()
        .isEqualTo("other");
    events.take(SerfEvent.ofMembers("member-join", SELF, List.of()));

    assertThat(kept).isEmpty();
    assertThat(handedOn).containsExactly("query load", "member-join");
  }
}
