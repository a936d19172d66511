package io.emperor.provisioning.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnChangeTest {

  @Test
  void readsWhatTheDocumentationShows() {
    assertThat(OnChange.parse("reload")).isEqualTo(OnChange.RELOAD);
    assertThat(OnChange.parse("none").kind()).isEqualTo(OnChange.Kind.NONE);
    assertThat(OnChange.parse("signal:HUP")).isEqualTo(new OnChange(OnChange.Kind.SIGNAL, "HUP"));
    assertThat(OnChange.parse("signal:sigusr1").detail()).isEqualTo("USR1");
    assertThat(OnChange.parse("exec: make again"))
        .isEqualTo(new OnChange(OnChange.Kind.EXEC, "make again"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Reload", "signal:", "signal:9", "signal:KILL", "exec:", "exec: ", "x"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> OnChange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
