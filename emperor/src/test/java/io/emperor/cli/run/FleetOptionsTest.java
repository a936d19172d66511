package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.Words;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetOptionsTest {

  @TempDir Path directory;

  @Test
  void withoutAWordItIsInTheDefaultFleet() throws Exception {
    FleetSettings fleet = Words.enough().parsed().fleet();

    assertThat(fleet.fleet()).isEqualTo("default");
    assertThat(fleet.labels()).containsOnlyKeys("emperor", "host").containsEntry("emperor", "test");
    assertThat(fleet.labels().get("host")).isNotBlank();
    assertThat(fleet.times()).isEqualTo(LeaseTimes.DEFAULT);
    assertThat(fleet.admin()).isEqualTo("http://127.0.0.1:9191/");
  }

  @Test
  void labelsComeFromAnywhere() throws Exception {
    Map<String, String> expected = Map.of("zone", "a", "example.com/rack", "r=7");

    assertThat(
            Words.enough()
                .say("--label", "zone=a", "--label", "example.com/rack=r=7")
                .parsed()
                .fleet()
                .labels())
        .containsAllEntriesOf(expected);
    assertThat(
            Words.enough()
                .set("EMPEROR_LABEL", "zone=a, example.com/rack=r=7")
                .parsed()
                .fleet()
                .labels())
        .containsAllEntriesOf(expected);
    Path file =
        Files.writeString(
            directory.resolve("emperor.yaml"), "label: {zone: a, example.com/rack: 'r=7'}");
    assertThat(Words.enough().file(file).parsed().fleet().labels()).containsAllEntriesOf(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zone           | zone is not KEY=VALUE
          =a             | =a is not KEY=VALUE
          emperor=other  | can't be given
          host=other     | can't be given
          -zone=a        | has no key as labels have them
          zo ne=a        | has no key as labels have them
          a/b/c=a        | has no key as labels have them
          Example/rack=a | has no key as labels have them
          """)
  void aWrongLabelIsTold(String word, String why) {
    assertThat(Words.enough().say("--label", word).problems())
        .singleElement()
        .asString()
        .startsWith("--label: ")
        .contains(why);
  }

  @Test
  void aValueIsShortAndVisible() throws Exception {
    assertThat(Words.enough().say("--label", "zone=" + "x".repeat(63)).parsed().fleet().labels())
        .containsKey("zone");
    assertThat(Words.enough().say("--label", "zone=" + "x".repeat(64)).problems())
        .singleElement()
        .asString()
        .contains("too long");
    assertThat(Words.enough().say("--label", "zone=a\033[2Jb").problems())
        .singleElement()
        .asString()
        .contains("control characters", "\\u001b")
        .doesNotContain("\033");
  }

  @Test
  void aLabelHasOneValue() {
    assertThat(Words.enough().say("--label", "zone=a", "--label", "zone=b").problems())
        .containsExactly("--label: zone is given twice: leave one out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop/eu", "..", "shop eu", "späti"})
  void aFleetsNameIsPlain(String name) {
    assertThat(Words.enough().say("--fleet", name).problems())
        .singleElement()
        .asString()
        .startsWith("--fleet: " + name + " is no name for a fleet");
  }

  @Test
  void aFleetsNameHas64Characters() throws Exception {
    String longest = "f".repeat(64);

    assertThat(Words.enough().say("--fleet", longest).parsed().fleet().fleet()).isEqualTo(longest);
    assertThat(Words.enough().say("--fleet", longest + "f").problems()).hasSize(1);
  }

  @Test
  void timesAreTaken() throws Exception {
    assertThat(
            Words.enough()
                .say("--lease-duration", "15s", "--renew-deadline", "10s", "--retry-period", "2s")
                .parsed()
                .fleet()
                .times())
        .isEqualTo(
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --lease-duration | soon  | soon" is no duration
          --lease-duration | 3s    | --lease-duration is 3000ms, which is not safe with a renew-deadline of 2600ms
          --lease-duration | 3s    | 2964ms
          --lease-duration | 11m   | --lease-duration is 660000ms, the most is 600000ms
          --renew-deadline | 1400ms | --renew-deadline is 1400ms, which leaves no room
          --retry-period   | 99ms  | --retry-period is 99ms, the least is 100ms
          --retry-period   | 700   | 700" has no unit
          """)
  void timesThatAreNotSafeAreToldWithTheSum(String option, String word, String why) {
    assertThat(Words.enough().say(option, word).problems())
        .singleElement()
        .asString()
        .contains(why);
  }

  @Test
  void aProblemNamesThePlaceWhereTheTimeWasSaid() {
    assertThat(Words.enough().set("EMPEROR_RETRY_PERIOD", "1ms").problems())
        .containsExactly("EMPEROR_RETRY_PERIOD is 1ms, the least is 100ms");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9300, 192.0.2.1, http://127.0.0.1:9300/",
    "0.0.0.0:9300, 192.0.2.1, http://192.0.2.1:9300/",
    "[::]:9300, 2001:db8::1, http://[2001:db8::1]:9300/"
  })
  void othersAreToldWhereTheEndpointIs(String admin, String advertised, String link)
      throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef");
    Words words = Words.enough().say("--admin", admin, "--advertise-address", advertised);

    assertThat(words.say("--admin-token-file", token.toString()).parsed().fleet().admin())
        .isEqualTo(link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "127.0.0.1:0"})
  void anEndpointThatNobodyKnowsOfIsNotTold(String admin) throws Exception {
    assertThat(Words.enough().say("--admin", admin).parsed().fleet().admin()).isNull();
  }
}
