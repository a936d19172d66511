package io.emperor.admin.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.lease.FleetMember;
import io.emperor.consul.lease.FleetView;
import io.emperor.fleet.VassalInFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetEntryTest {

  @Test
  void durationsAreSecondsAndStatesAreWords() {
    FleetEntry fleet = entry("http://192.0.2.1:9191/");

    assertThat(fleet.leaseAge()).isEqualTo(0.3);
    FleetEntry.Member member = fleet.emperors().get(0);
    assertThat(member.state()).isEqualTo("lapsed");
    assertThat(member.leaseAge()).isNull();
    assertThat(member.since()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(member.admin()).isEqualTo("http://192.0.2.1:9191/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", " http://a", "file:///etc/passwd", "//a", "data:,x", ""})
  void whatIsNoWebAddressIsNoLink(String admin) {
    assertThat(entry(admin).emperors().get(0).admin()).isNull();
  }

  private static FleetEntry entry(@Nullable String admin) {
    FleetMember member =
        new FleetMember(
            "one",
            FleetMember.State.LAPSED,
            Map.of("host", "cellar"),
            "1.2.3",
            admin,
            Instant.EPOCH,
            null,
            0);
    return FleetEntry.of(
        new FleetView("shops", List.of(member), true, Duration.ofMillis(300), 1, null),
        new VassalInFleet.View(List.of(), Map.of()));
  }
}
