package io.emperor.provisioning.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SerfEventTest {

  private static final SerfSelf SELF =
      SerfSelf.of("one", Map.of("role", "db:web", "dc", "east", "shop.service_type", "x"));

  /** All that a byte can be. */
  private static byte[] binary() {
    byte[] bytes = new byte[512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static void isTheSame(SerfEvent event, SerfEvent other) {
    assertThat(event).usingRecursiveComparison().isEqualTo(other);
  }

  @Test
  void hasSerfsVariables() {
    assertThat(SerfEvent.ofUser("deploy", 42, SELF, new byte[0]).environment())
        .containsExactly(
            entry("SERF_EVENT", "user"),
            entry("SERF_SELF_NAME", "one"),
            entry("SERF_SELF_ROLE", "db:web"),
            entry("SERF_TAG_DC", "east"),
            entry("SERF_TAG_ROLE", "db:web"),
            entry("SERF_TAG_SHOP_SERVICE_TYPE", "x"),
            entry("SERF_USER_EVENT", "deploy"),
            entry("SERF_USER_LTIME", "42"));
    assertThat(SerfEvent.ofQuery("load", -1, SELF, new byte[0]).environment())
        .containsEntry("SERF_EVENT", "query")
        .containsEntry("SERF_QUERY_NAME", "load")
        .containsEntry("SERF_QUERY_LTIME", "18446744073709551615")
        .doesNotContainKey("SERF_USER_EVENT");
    assertThat(SerfEvent.ofMembers("member-join", SELF, List.of()).environment())
        .containsEntry("SERF_EVENT", "member-join")
        .doesNotContainKeys("SERF_USER_LTIME", "SERF_QUERY_LTIME");
  }

  @Test
  void namesTagsAsSerfDoesCharacterByCharacter() {
    assertThat(List.of("dc", "a-b", "straße", "ſı", "x\uD83D\uDE00y", "ß=\n"))
        .extracting(SerfSelf::variable)
        .containsExactly("DC", "A_B", "STRA_E", "SI", "X_Y", "___");
  }

  @Test
  void ofTwoTagsThatAnEnvironmentHasAsOneTheLastCounts() {
    assertThat(SerfSelf.of("one", Map.of("a-b", "1", "a.b", "2")).tags())
        .containsExactly(entry("A_B", "2"));
  }

  @Test
  void leavesOutWhatNoEnvironmentCanHold() {
    SerfSelf self = SerfSelf.of("o\0ne", Map.of("dc", "ea\0st"));

    assertThat(SerfEvent.ofUser("a\0b", 1, self, new byte[0]).environment())
        .containsEntry("SERF_SELF_NAME", "one")
        .containsEntry("SERF_TAG_DC", "east")
        .containsEntry("SERF_USER_EVENT", "ab");
  }

  @Test
  void putsALineEndBehindAPayloadThatHasNone() {
    assertThat(SerfEvent.ofUser("a", 1, SELF, "x".getBytes(UTF_8)).input())
        .asString()
        .isEqualTo("x\n");
    assertThat(SerfEvent.ofQuery("a", 1, SELF, "x\n".getBytes(UTF_8)).input())
        .asString()
        .isEqualTo("x\n");
    assertThat(SerfEvent.ofUser("a", 1, SELF, new byte[0]).input()).isEmpty();
  }

  @Test
  void writesMembersAsSerfDoes() {
    SerfEvent joined =
        SerfEvent.ofMembers(
            "member-join",
            SELF,
            List.of(
                SerfMember.of("two", "10.0.0.2", Map.of("role", "db", "dc", "ea\tst")),
                SerfMember.of("th\nree", "2001:db8::3", Map.of())));

    assertThat(joined.input())
        .asString()
        .isEqualTo("two\t10.0.0.2\tdb\tdc=ea\\tst,role=db\nth\\nree\t2001:db8::3\t\t\n");
  }

  @Test
  void isReadFromTheEnvironmentThatSerfGives() {
    Map<String, String> environment =
        new HashMap<>(SerfEvent.ofUser("a", 7, SELF, new byte[0]).environment());
    environment.put("PATH", "/bin");
    environment.put("CONSUL_HTTP_TOKEN", "geheim");

    SerfEvent read = SerfEvent.of(environment, binary());

    isTheSame(read, new SerfEvent("user", "a", 7, SELF, binary()));
    assertThat(read.environment()).doesNotContainKeys("PATH", "CONSUL_HTTP_TOKEN");
  }

  @Test
  void goesThroughItsBytes() {
    SerfSelf hostile =
        SerfSelf.of("a=b\nSERF_EVENT=query", Map.of("dc", "=\n\"'$(x)", "role", "ä"));
    for (SerfEvent event :
        List.of(
            SerfEvent.ofUser("deploy", 1, SELF, binary()),
            SerfEvent.ofQuery("q\nr", -1, hostile, new byte[] {0, 0, 0}),
            SerfEvent.ofMembers("member-reap", hostile, List.of()))) {
      isTheSame(SerfEventBody.parse(SerfEventBody.of(event)), event);
    }
  }

  @Test
  void itsBytesAreWhatAShellCanWrite() {
    byte[] body =
        "PATH=/bin\0SERF_EVENT=user\0SERF_USER_EVENT=a\nb\0SERF_X\0\0\0x\n".getBytes(UTF_8);

    SerfEvent read = SerfEventBody.parse(body);

    assertThat(read.type()).isEqualTo("user");
    assertThat(read.name()).isEqualTo("a\nb");
    assertThat(read.input()).containsExactly(0, 'x', '\n');
  }

  @Test
  void refusesWhatIsNoEvent() {
    assertThatThrownBy(() -> SerfEvent.of(Map.of("PATH", "/bin"), new byte[0]))
        .hasMessageContaining("SERF_EVENT is not set: a serf agent sets it");
    assertThatThrownBy(() -> SerfEventBody.parse("SERF_EVENT=user\0".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no NUL ends the variables");
    assertThatThrownBy(() -> SerfEventBody.parse(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SerfEventBody.parse(new byte[] {0}))
        .hasMessageContaining("SERF_EVENT is not set");
    Map<String, String> timeless = Map.of("SERF_EVENT", "user", "SERF_USER_LTIME", "x\ny");
    assertThatThrownBy(() -> SerfEvent.of(timeless, new byte[0]))
        .hasMessage("the Lamport time is no number: x\\u000ay");
    Map<String, String> user = Map.of("SERF_EVENT", "user");
    assertThat(SerfEvent.of(user, new byte[SerfEvent.MOST_INPUT]).input())
        .hasSize(SerfEvent.MOST_INPUT);
    assertThatThrownBy(() -> SerfEvent.of(user, new byte[SerfEvent.MOST_INPUT + 1]))
        .hasMessageContaining("longer than 1 MiB");
  }

  @Test
  void saysWhatItIsOnOneLine() {
    assertThat(SerfEvent.ofUser("a\nb", 1, SELF, "geheim".getBytes(UTF_8)))
        .hasToString("user a\\u000ab");
  }
}
