package io.emperor.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emperor.base.SafeText;
import io.emperor.consul.HostileText;
import io.emperor.runtime.ownjvm.HostHealth;
import io.emperor.runtime.process.OutputLog;
import io.emperor.runtime.process.ProcessEnvironment;
import io.emperor.runtime.shared.VirtualThreads;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever apps print and throw, reading it takes time in proportion. */
class HostileOutputTest {

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("variables", HostileOutputTest::expanded),
        reader("health of an own JVM", HostHealth::read),
        reader("failure in words", text -> Failure.message(new IllegalStateException(text))),
        reader("one line", SafeText::line),
        reader("trace", HostileOutputTest::told),
        reader("virtual thread", text -> new VirtualThreads.Reading("loader").take("#1 \"" + text)),
        reader("output", text -> new OutputLog("app", input(text), line -> true).run()));
  }

  private static Arguments reader(String what, Consumer<String> reader) {
    return Arguments.of(what, reader);
  }

  private static ByteArrayInputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static void expanded(String text) {
    ProcessEnvironment environment =
        new ProcessEnvironment("app", Map.of(), "app", 1, Map.of("A", text), Path.of("/"), 1);
    var unused = environment.unknown();
    var unusedProgram = environment.program(List.of("true"), "localhost:8500");
  }

  private static void told(String text) {
    ToldFailures failures = new ToldFailures();
    for (String start : List.of("", "\tat ", "Caused by: ")) {
      var unused = failures.news(new AppFailure("it failed", start + text));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readers")
  void aMegabyteIsReadInTime(String what, Consumer<String> reader) {
    HostileText.assertReadsInTime(reader, List.of(IllegalArgumentException.class));
  }
}
