package io.emperor.devagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.query.FilterFields;
import io.emperor.devagent.query.FilterReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters as large as a request may be, which the real agent would never be done with. */
@Timeout(20)
class RunawayFilterTest {

  private static final int LARGE = 1_000_000;
  private static final ObjectNode NODE =
      JsonNodeFactory.instance.objectNode().put("Node", "n").put("Address", "10.1.1.1");

  private static boolean isLeft(String filter) {
    return FilterReader.read(filter).over(FilterFields.NODE).test(NODE);
  }

  private static String repeated(String part) {
    return part.repeat(LARGE / part.length());
  }

  @Test
  void manyComparisonsAreRead() {
    assertThat(isLeft(repeated("Node == x or ") + "Node == n")).isTrue();
    assertThat(isLeft(repeated("Node == n and ") + "Node == x")).isFalse();
  }

  @Test
  void everyOtherNotCancelsTheOneBefore() {
    assertThat(isLeft("not ".repeat(200_000) + "Node == n")).isTrue();
    assertThat(isLeft("not ".repeat(200_001) + "Node == n")).isFalse();
  }

  @Test
  void parenthesesAreReadToADepth() {
    String open = "(".repeat(100);

    assertThat(isLeft(open + "Node == n" + ")".repeat(100))).isTrue();
    assertThatThrownBy(() -> isLeft("(" + open + "Node == n"))
        .hasMessage("The dev agent reads no more than 100 parentheses in one another.");
    assertThatThrownBy(() -> isLeft(repeated("not (")))
        .hasMessage("The dev agent reads no more than 100 parentheses in one another.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Node == \"\\d\" or ",
        "Node == 9x or ",
        "Node[`x`",
        "Node[\"x\"].",
        "not ",
        " ",
        "\n",
        "a.b",
        "`",
        "9",
      })
  void whatIsWrongOverAndOverIsRefusedInTime(String part) {
    assertThatThrownBy(() -> isLeft(repeated(part))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noMoreIsSaidThanAPersonReads() {
    assertThatThrownBy(() -> isLeft(repeated("Node == \"\\d\" or ")))
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message.lines()).hasSize(100));
  }

  @ParameterizedTest
  @CsvSource({
    "((a{100}){100}){100}, false",
    "(((a{2}){2}){2}){2}, true",
    "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$, true",
    "'([0-9]{1,3}[.]){3}[0-9]{1,3}', true",
    "'a{1,1000}b{1000}', true",
  })
  void regularExpressionsAreSmallOnceTheyAreUnfolded(String expression, boolean taken) {
    String filter = "Node matches `" + expression + "`";

    if (taken) {
      assertThat(isLeft(filter)).isFalse();
    } else {
      assertThatThrownBy(() -> isLeft(filter)).hasMessageContaining("that many repetitions");
    }
  }

  @Test
  void regularExpressionsAreNotTooDeepForTheirLibrary() {
    assertThat(isLeft("Node matches `" + "(n|".repeat(240) + "x" + ")".repeat(240) + "`")).isTrue();
    assertThatThrownBy(() -> isLeft("Node matches `" + "(".repeat(1001) + "`"))
        .hasMessageContaining("no regular expression of more than 1,000 characters");
  }

  @Test
  void allRegularExpressionsTogetherAreBounded() {
    assertThatThrownBy(() -> isLeft(repeated("Node matches `x{1000}` or ")))
        .hasMessage("The dev agent does not take so many regular expressions at once.");
  }

  @Test
  void aRegularExpressionTakesNoLongerThanItsText() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("Node", "a".repeat(100_000) + "b");

    assertThat(FilterReader.read("Node matches `^(a|a)*(a*)*$`").over(FilterFields.NODE).test(node))
        .isFalse();
  }
}
