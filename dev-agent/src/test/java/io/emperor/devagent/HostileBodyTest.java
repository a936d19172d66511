package io.emperor.devagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emperor.consul.HostileText;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.golang.GoDuration;
import io.emperor.devagent.golang.GoInteger;
import io.emperor.devagent.golang.GoJson;
import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.http.Router;
import io.emperor.devagent.model.Addresses;
import io.emperor.devagent.model.KeyName;
import io.emperor.devagent.model.MetaRules;
import io.emperor.devagent.probe.HostPort;
import io.emperor.devagent.probe.ProbeFailure;
import io.emperor.devagent.probe.ProbeUrl;
import io.emperor.devagent.query.FilterReader;
import io.emperor.devagent.query.Paths;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.RequestLine;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client says, reading it takes time in proportion. */
@Tag("jdk")
class HostileBodyTest {

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("duration", text -> GoDuration.parse(text + "s")),
        reader("integer", GoInteger::parse),
        reader("unsigned integer", GoText::uint64),
        reader("quoted", GoText::quote),
        reader("regular expression", GoPattern::compile),
        reader("filter", FilterReader::read),
        reader("key", KeyName::require),
        reader("metadata", text -> MetaRules.require(Map.of(text, text))),
        reader("session", Uuids::requireSession),
        reader("node", Uuids::requireNode),
        reader("address", Addresses::version),
        reader("check's URL", ProbeUrl::parse),
        reader("check's address", HostPort::parse),
        reader("query", QueryParameters::parse),
        reader("target", text -> RequestLine.parse("GET", "/" + text)),
        reader("address as target", text -> RequestLine.parse("GET", text)),
        reader("path", Paths::decode),
        reader("redirection", text -> new Router(List.of()).redirect("/" + text)),
        reader("JSON", text -> GoJson.decode(GoScalar.ANY, Body.of(text.getBytes(UTF_8)), "")));
  }

  private static Arguments reader(String what, Consumer<String> reader) {
    return Arguments.of(what, reader);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readers")
  void aMegabyteIsReadInTime(String what, Consumer<String> reader) {
    HostileText.assertReadsInTime(
        reader, List.of(IllegalArgumentException.class, HttpError.class, ProbeFailure.class));
  }
}
