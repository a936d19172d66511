package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.WriteHistory.Applied;
import io.emperor.consul.WriteHistory.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What finds a write in the wrong place has to be able to. */
class WriteHistoryTest {

  private static final List<Applied> IN_ORDER =
      List.of(
          new Applied("writes/9/1", 20),
          new Applied("writes/9/2", 22),
          new Applied("writes/11/1", 30));

  @Test
  void writesInTheOrderOfTheirFencesAreFine() {
    Map<String, Told> told =
        WriteHistory.told(
            "writes/9/1 DONE\nwrites/9/2 UNKNOWN\nwrites/9/3 REFUSED\nwrites/11/1 DO");
    assertThat(told).hasSize(3);
    assertThatCode(() -> WriteHistory.judge(IN_ORDER, told)).doesNotThrowAnyException();
  }

  @Test
  void aWriteAfterOneOfALaterHolderIsFound() {
    List<Applied> late = List.of(new Applied("writes/11/1", 30), new Applied("writes/9/2", 31));
    assertThatThrownBy(() -> WriteHistory.judge(late, Map.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("writes/9/2");
  }

  @Test
  void aWriteThatIsGoneIsFound() {
    assertThatThrownBy(() -> WriteHistory.judge(IN_ORDER, Map.of("writes/9/3", Told.DONE)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void aWriteThatWasCalledRefusedIsFound() {
    assertThatThrownBy(() -> WriteHistory.judge(IN_ORDER, Map.of("writes/9/2", Told.REFUSED)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is there");
  }

  @Test
  void whatConsulListsIsRead() {
    String json =
        """
        [{"LockIndex": 0, "Key": "writes/9/1", "Flags": 0, "Value": "", "CreateIndex": 3, "ModifyIndex": 20}]
        """;
    assertThat(WriteHistory.applied(json)).containsExactly(new Applied("writes/9/1", 20));
  }
}
