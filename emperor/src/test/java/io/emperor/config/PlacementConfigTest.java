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
import java.time.Duration;
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
        "instances: 5-1 | goes from more to fewer",
        "instances: 0-3 | is no range of two numbers from 1 to 9999",
        "instances: 1- | is no range of two numbers from 1 to 9999",
        "instances: 1-100000 | is no range of two numbers from 1 to 9999",
        "instances: 1-2-3 | is no range of two numbers from 1 to 9999",
        "reinforce-when: {queue: 5} | has no effect without instances",
        "idle-timeout: 1m | has no effect without on-demand or a range of instances",
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
  void aRangeIsReadWithWhenItGrows() throws IOException {
    String text = "instances: 1-5\nidle-timeout: 1m\nreinforce-when: {queue: 50, for: 3s}\n";
    PlacementConfig placement = read(text + "app: app.jar\n").placement();

    assertThat(placement.instances()).isEqualTo(1);
    assertThat(placement.mostInstances()).isEqualTo(5);
    assertThat(placement.isRange()).isTrue();
    assertThat(placement.reinforceWhen()).isEqualTo(new ReinforceConfig(50, Duration.ofSeconds(3)));
    assertThat(read(PROGRAM + "instances: 5-5\n").placement().isRange()).isFalse();
  }

  @Test
  void allThatIsWrongWithWhenItGrowsIsTold() throws IOException {
    String text = "app: app.jar\n";
    assertThat(refused(text + "instances: 3\nreinforce-when: {queue: none, fore: 5s, for: 1ms}\n"))
        .contains("reinforce-when.queue: \"none\" is no number from 1 to 999999")
        .contains("reinforce-when.fore: unknown key: did you mean for?")
        .contains("reinforce-when.for: \"1ms\" is too short");
    assertThat(refused(text + "instances: 3\nreinforce-when: {for: 5s}\n"))
        .contains("reinforce-when: has no effect without a range of instances")
        .contains("reinforce-when: has no queue");
    assertThat(refused(PROGRAM + "instances: 1-3\nreinforce-when: {queue: 5}\n"))
        .contains("reinforce-when: has no effect on a command")
        .contains("have the program write reinforce to its EMPEROR_CONTROL");
  }

  @Test
  void aSingletonIsNoTwo() throws IOException {
    assertThat(refused(PROGRAM + "singleton: true\ninstances: 1-5\n"))
        .contains("instances: is 1-5, and a singleton is one");
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
