package io.emperor.devagent.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;

class GroupedTest {

  /** A word belongs to its first letter. */
  private final Grouped<String> words =
      new Grouped<>(Comparator.naturalOrder(), word -> word.substring(0, 1));

  @Test
  void findsWhatBelongsToAGroup() {
    words.put("2", "apple");
    words.put("1", "ant");
    words.put("3", "bear");
    assertThat(words.of("a")).containsExactly("ant", "apple");
    assertThat(words.all()).containsExactly("ant", "apple", "bear");
    assertThat(words.of("c")).isEmpty();
  }

  @Test
  void movesToAnotherGroupWhatIsReplaced() {
    words.put("1", "ant");
    words.put("1", "bear");
    assertThat(words.of("a")).isEmpty();
    assertThat(words.of("b")).containsExactly("bear");
    assertThat(words.get("1")).isEqualTo("bear");
  }

  @Test
  void forgetsWhatIsRemoved() {
    words.put("1", "ant");
    words.put("2", "apple");
    assertThat(words.remove("1")).isEqualTo("ant");
    assertThat(words.remove("1")).isNull();
    assertThat(words.of("a")).containsExactly("apple");
    assertThat(words.all()).containsExactly("apple");
  }
}
