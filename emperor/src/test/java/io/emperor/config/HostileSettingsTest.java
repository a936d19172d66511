package io.emperor.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emperor.base.NearestName;
import io.emperor.config.file.InvalidValueException;
import io.emperor.config.file.KeyWords;
import io.emperor.config.file.Problems;
import io.emperor.config.file.SettingsFile;
import io.emperor.config.secret.Secrets;
import io.emperor.consul.HostileText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a configuration says, reading and showing it takes time in proportion. */
class HostileSettingsTest {

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("command", CommandWords::split),
        reader("duration", DurationFormat::parse),
        reader("YAML", text -> settings("a.yaml", text)),
        reader("YAML value", text -> settings("a.yaml", "command: " + text)),
        reader("properties", text -> settings("a.properties", text)),
        reader("shown", text -> Secrets.masked("command", text)),
        reader("shown in a message", Secrets::maskedIn),
        reader("nearest name", text -> NearestName.find(text, List.of("command", "port"))));
  }

  private static Arguments reader(String what, Consumer<String> reader) {
    return Arguments.of(what, reader);
  }

  private static void settings(String source, String text) {
    try {
      var unused =
          SettingsFile.parse(
              new ByteArrayInputStream(text.getBytes(UTF_8)),
              source,
              KeyWords.PLAIN,
              new Problems());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readers")
  void aMegabyteIsReadInTime(String what, Consumer<String> reader) {
    HostileText.assertReadsInTime(
        reader, List.of(InvalidValueException.class, IllegalArgumentException.class));
  }
}
