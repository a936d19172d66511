package io.emperor.bench.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.Records;
import io.emperor.fleet.EmperorReport;
import io.emperor.fleet.InstanceReport;
import io.emperor.fleet.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Bytes of the fleet's entries as Consul answers them, taken from entries as emperors write them.
 *
 * @param lease of an emperor's lease
 * @param emperor of its own key
 * @param slot of a slot
 * @param report of what it can run and runs
 */
record EntrySizes(int lease, int emperor, int slot, int report) {

  private static final FleetKeys KEYS = new FleetKeys(FleetSettings.DEFAULT_NAME);
  private static final String RUN = new UUID(1, 2).toString();
  private static final String NAME = "emperor-1234";
  private static final long INDEX = 12_345_678;
  private static final long DURATION = 3_500;

  /** With so many vassals, an instance of each of which runs on each emperor. */
  static EntrySizes of(int vassals) {
    String vassal = "vassal-1";
    Records.LeaseRecord lease = new Records.LeaseRecord(RUN, INDEX, DURATION, List.of());
    Records.EmperorRecord emperor =
        new Records.EmperorRecord(
            Records.State.LIVE,
            RUN,
            DURATION,
            Map.of("host", NAME, "zone", "a"),
            "0.1.0",
            "http://10.0.12.34:9191/",
            "2026-11-30T03:34:14.123456Z",
            null);
    Records.NameRecord slot =
        new Records.NameRecord(RUN, NAME, RUN, INDEX, DURATION, vassal, "", "", vassal + "@1234");
    return new EntrySizes(
        entry(KEYS.lease(NAME), Records.bytes(lease).length),
        entry(KEYS.emperor(NAME), Records.bytes(emperor).length),
        entry(KEYS.slot(vassal, 1_234), Records.bytes(slot).length),
        entry(KEYS.report(NAME), report(vassals)));
  }

  private static int report(int vassals) {
    Map<String, Offer> offers = new HashMap<>();
    Map<String, InstanceReport> instances = new HashMap<>();
    String version = "0123456789abcdef".repeat(4);
    for (int i = 0; i < vassals; i++) {
      offers.put(
          "vassal-" + i,
          new Offer(
              version,
              1_790_000_000_000L,
              1_000,
              1_000,
              false,
              Map.of(),
              "emperor",
              0,
              false,
              false,
              1,
              null,
              null));
      instances.put(
          "vassal-" + i + "@1234", new InstanceReport(INDEX, version, "running", true, null, ""));
    }
    try {
      return new ObjectMapper()
          .writeValueAsBytes(new EmperorReport(false, offers, instances))
          .length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is JSON", e);
    }
  }

  private static int entry(String key, int value) {
    return String.format(
                Locale.ROOT,
                "{\"LockIndex\":0,\"Key\":\"%s\",\"Flags\":0,\"Value\":\"\",\"CreateIndex\":%d,\"ModifyIndex\":%d},",
                key,
                INDEX,
                INDEX)
            .length()
        + (value + 2) / 3 * 4;
  }
}
