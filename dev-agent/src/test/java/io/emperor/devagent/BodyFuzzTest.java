package io.emperor.devagent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoDuration;
import io.emperor.devagent.golang.GoInteger;
import io.emperor.devagent.golang.GoJson;
import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.golang.GoScalar;
import io.emperor.devagent.model.Addresses;
import io.emperor.devagent.probe.HostPort;
import io.emperor.devagent.probe.ProbeFailure;
import io.emperor.devagent.probe.ProbeUrl;
import io.emperor.devagent.query.FilterReader;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.RequestLine;
import java.util.List;
import java.util.function.Consumer;

/** Whatever a request says and brings along, it is read or refused. */
class BodyFuzzTest {

  private static final List<Consumer<String>> TEXTS =
      List.of(
          GoDuration::parse,
          GoInteger::parse,
          GoPattern::compile,
          FilterReader::read,
          QueryParameters::parse,
          ProbeUrl::parse,
          HostPort::parse,
          Addresses::version,
          target -> RequestLine.parse("GET", target));

  @FuzzTest(maxDuration = "60s")
  void isReadOrRefused(FuzzedDataProvider data) {
    int what = data.consumeInt(0, TEXTS.size());
    try {
      if (what < TEXTS.size()) {
        TEXTS.get(what).accept(data.consumeRemainingAsString());
      } else {
        Object unused = GoJson.decode(GoScalar.ANY, Body.of(data.consumeRemainingAsBytes()), "");
      }
    } catch (HttpError | ProbeFailure | IllegalArgumentException e) {
      return; // answered as Consul does
    }
  }
}
