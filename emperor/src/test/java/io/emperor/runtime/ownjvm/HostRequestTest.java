package io.emperor.runtime.ownjvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.lease.FleetSettings;
import io.emperor.runtime.Instance;
import io.emperor.runtime.Launch;
import io.emperor.runtime.Pressure;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a JVM of a vassal's own is told first. */
class HostRequestTest {

  @Test
  void isReadAsItWasWritten() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    Launch launch =
        new Launch(
            "shop@1",
            new Instance("shop", 1),
            "shop-test-1",
            3,
            here,
            here,
            here,
            Map.of("greeting", "a = b\n: c"),
            true,
            true,
            new Pressure(50, Duration.ofSeconds(5)));
    HostRequest request =
        new HostRequest(
            launch,
            8080,
            "127.0.0.1",
            "test",
            FleetSettings.plain(),
            Map.of("agents", "http://127.0.0.1:8500"),
            Map.of("address", "127.0.0.1:7373", "key", "a = b"),
            Map.of("root", "info", "com.example", "debug"));

    assertThat(HostRequest.read(new BufferedReader(new StringReader(request.text()))))
        .isEqualTo(request);
  }
}
