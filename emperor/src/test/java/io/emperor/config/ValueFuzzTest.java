package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.emperor.config.file.Printable;
import io.emperor.config.secret.Secrets;
import java.util.List;
import java.util.function.Consumer;

/** Whatever a value says, it is one, is refused, or is shown without what is secret. */
class ValueFuzzTest {

  private static final List<Consumer<String>> READERS =
      List.of(CommandWords::split, DurationFormat::parse, Printable::quoted);

  @FuzzTest(maxDuration = "30s")
  void isReadRefusedOrShown(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    READERS.forEach(reader -> read(reader, text));
    assertThat(Secrets.maskedIn(text)).isNotNull();
    assertThat(Secrets.masked("command", text)).isNotNull();
  }

  private static void read(Consumer<String> reader, String text) {
    try {
      reader.accept(text);
    } catch (IllegalArgumentException e) {
      return; // as documented
    }
  }
}
