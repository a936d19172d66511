package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.config.choice.Isolation;
import io.emperor.config.choice.OnDisconnect;
import io.emperor.config.choice.Reload;
import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about instances, and what of it can't be meant. */
class PlacementConfigTest {

  private static final String PROGRAM = "command: sleep 1\n";

  @TempDir Path directory;

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());

  private VassalConfig read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("shop.yaml"), text);
    return reader.effective("shop", OptionalInt.of(3), file, null).config();
  }

  private String refused(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("shop.yaml"), text);
    return String.join(
        "\n",
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read("shop", file, null))
            .lines());
  }

  @Test
  void anInstanceHasItsSlotInTheIdOfItsService() throws IOException {
    assertThat(read(PROGRAM + "instances: 5\n").serviceId()).isEqualTo("shop-rome-3");
    assertThat(read(PROGRAM + "instances: 5\nconsul-service-id: mine\n").serviceId())
        .isEqualTo("mine-3");
  }

  @Test
  void aSingletonIsOneInAProcessOfItsOwnThatFreezesAndStopsFirst() throws IOException {
    VassalConfig config = read(PROGRAM + "singleton: true\n");

    assertThat(config.placement().instances()).isEqualTo(1);
    assertThat(config.placement().onDisconnect()).isEqualTo(OnDisconnect.FREEZE);
    assertThat(config.isolation()).isEqualTo(Isolation.PROCESS);
    assertThat(config.reload()).isEqualTo(Reload.STOP_FIRST);
  }

  @Test
  void withoutInstancesNobodyDecidesButWhoHasTheFiles() throws IOException {
    assertThat(read(PROGRAM).placement()).isEqualTo(PlacementConfig.EVERYWHERE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instances: 0 | is no number from 1 to 9999",
        "instances: -1 | is no number from 1 to 9999",
        "instances: many | is no number from 1 to 9999",
        "instances: 99999999999999999999 | is no number from 1 to 9999",
        "instances: [1, 2] | write one value",
        "singleton: perhaps | is neither true nor false",
        "node-selector: north | write a map",
        "on-disconnect: sleep | write keep, freeze or stop",
        "rebalance: always | write never or on-join",
        "reschedule-delay: 1ms | write at least 1s",
        "spread: zone | has no effect without instances",
        "max-per-emperor: 1 | has no effect without instances"
      })
  void whatCantBeMeantIsTold(String line, String problem) throws IOException {
    assertThat(refused(PROGRAM + line + "\n")).contains(problem).contains("shop.yaml:2: ");
  }

  @Test
  void aSingletonIsNoTwo() throws IOException {
    assertThat(refused(PROGRAM + "singleton: true\ninstances: 2\n"))
        .contains("instances: is 2, and a singleton is one");
  }

  @Test
  void aLabelWithOddCharactersIsNone() throws IOException {
    assertThat(refused(PROGRAM + "instances: 1\nnode-selector: {\"a b\": c}\n"))
        .contains("is no label");
  }

  @Test
  void anAppThatOthersRunHasNoInstances() throws IOException {
    assertThat(refused("consul-service-port: 80\ncheck-tcp: 80\ninstances: 2\n"))
        .contains("instances: has no effect on an app that others run");
  }
}
