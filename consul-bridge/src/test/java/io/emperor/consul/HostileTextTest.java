package io.emperor.consul;

import io.emperor.base.PemKey;
import io.emperor.base.SafeText;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentFile;
import io.emperor.consul.settings.ConsulDuration;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever agents, files and variables say, reading it takes time in proportion. */
@Tag("jdk")
class HostileTextTest {

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("duration", ConsulDuration::parse),
        reader("agent's address", AgentAddress::parse),
        reader("agent file", AgentFile::parse),
        reader("refusal", text -> new AgentRefusal(500, text, Headers.of())),
        reader("name", text -> Names.checked("it", text)),
        reader("failure in words", text -> SafeText.of(new IllegalStateException(text))),
        reader("one line", Failures::oneLine),
        reader("private key", HostileTextTest::key));
  }

  private static Arguments reader(String what, Consumer<String> reader) {
    return Arguments.of(what, reader);
  }

  private static void key(String text) {
    try {
      var unused = PemKey.parse(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readers")
  void aMegabyteIsReadInTime(String what, Consumer<String> reader) {
    HostileText.assertReadsInTime(
        reader, List.of(IllegalArgumentException.class, io.emperor.api.ConsulException.class));
  }
}
