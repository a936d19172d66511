package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\u0000", "\u001b", "\u0085", "\u2028", "\u2029", "\t\n"})
  void wordsStayOnOneLine(String odd) {
    assertThat(SafeText.line(odd + "a" + odd + "b" + odd)).isEqualTo("a b");
  }

  @Test
  void wordsAreNotTooLong() {
    assertThat(SafeText.line("a".repeat(500))).hasSize(500).endsWith("a");
    assertThat(SafeText.line("a".repeat(501))).hasSize(501).endsWith("a…");
  }

  @Test
  void whatCantSayWhatItIsIsNamedAllTheSame() {
    assertThat(SafeText.of(new IllegalStateException("a\nb")))
        .isEqualTo("java.lang.IllegalStateException: a b");
    assertThat(SafeText.of(new Mute()))
        .isEqualTo(Mute.class.getName() + ", which can't say what it is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\u0000", "\u202e", "\u2066", "\u200b", "\ufeff", "\ue000", "\ud800"})
  void namesThatDifferLookDifferent(String odd) {
    assertThat(SafeText.escaped("a" + odd + "b", 300))
        .isEqualTo(String.format(Locale.ROOT, "a\\u%04xb", (int) odd.charAt(0)));
  }

  @Test
  void namesAreCutOffBetweenCharacters() {
    assertThat(SafeText.escaped("abc", 3)).isEqualTo("abc");
    assertThat(SafeText.escaped("abcd", 3)).isEqualTo("abc…");
    assertThat(SafeText.escaped("ab\ud83d\ude00d", 3)).isEqualTo("ab\ud83d\ude00…");
  }

  @Test
  void someCharactersAloneCanBeTaken() {
    assertThat(SafeText.escaped("a\tb\nc\ud83d\ude00", point -> point == '\n'))
        .isEqualTo("a\tb\\u000ac\ud83d\ude00");
  }

  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }
  }
}
