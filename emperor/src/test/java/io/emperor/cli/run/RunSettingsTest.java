package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.Words;
import io.emperor.cli.option.HostAddresses;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.daemon.EmperorSettings;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.logging.LogFormat;
import io.emperor.logging.LogLevel;
import io.emperor.logging.LogSettings;
import io.emperor.vassal.RestartPolicy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunSettingsTest {

  @TempDir Path directory;

  @Test
  void onlyTheVassalsHaveToBeNamed() throws Exception {
    EmperorSettings settings =
        new Words().say("--vassals", "dir*").set("STATE_DIRECTORY", "/state").parsed();

    assertThat(settings.name()).isEqualTo(HostAddresses.hostName());
    assertThat(settings.vassals()).containsExactly("dir*");
    assertThat(settings.vassalSet()).isEmpty();
    assertThat(settings.advertised()).isNull();
    assertThat(settings.bind()).isNull();
    assertThat(settings.scanInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.restarts())
        .isEqualTo(new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(180)));
    assertThat(settings.consul().mode()).isEqualTo(ConsistencyMode.DEFAULT);
  }

  @Test
  void theCommandLineBeatsTheEnvironmentWhichBeatsTheFile() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("emperor.yaml"),
            "vassals: [in-file*]\nscan-interval: 7s\nthrottle: 7s\n");
    Words words =
        new Words()
            .say("--name", "test", "--data-dir", "/data", "--vassals", "said*")
            .set("EMPEROR_VASSALS", "in-environment")
            .set("EMPEROR_SCAN_INTERVAL", "6s")
            .set("EMPEROR_NAME", "other")
            .file(file);

    EmperorSettings settings = words.parsed();

    assertThat(settings.vassals()).containsExactly("said*");
    assertThat(settings.scanInterval()).isEqualTo(Duration.ofSeconds(6));
    assertThat(settings.restarts().first()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.name()).isEqualTo("test");
  }

  @Test
  void theFileMayBeNamedInTheEnvironment() throws Exception {
    Path file = Files.writeString(directory.resolve("emperor.yaml"), "scan-interval: 7s");

    assertThat(Words.enough().set("EMPEROR_CONFIG", file.toString()).parsed().scanInterval())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void anEmptyVariableIsNotThere() throws Exception {
    assertThat(Words.enough().set("EMPEROR_SCAN_INTERVAL", " ").parsed().scanInterval())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void vassalsAreNamedAsOftenAsOneLikes() throws Exception {
    Path file = Files.writeString(directory.resolve("emperor.yaml"), "vassals: [a*, b*]");

    assertThat(Words.enough().say("--vassals", "more*").parsed().vassals())
        .containsExactly("dir*", "more*");
    assertThat(new Words().say("--name", "test").file(file).parsed().vassals())
        .containsExactly("a*", "b*");
    assertThat(
            new Words().say("--name", "test").set("EMPEROR_VASSALS", "a*, b*").parsed().vassals())
        .containsExactly("a*", "b*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"said", "repeated", "environment", "file", "list"})
  void severalAgentsMayBeNamedAnywhere(String where) throws Exception {
    Words words = Words.enough();
    switch (where) {
      case "said" -> words.say("--consul-agent", "one:1,two:2");
      case "repeated" -> words.say("--consul-agent", "one:1", "--consul-agent", "two:2");
      case "environment" -> words.set("EMPEROR_CONSUL_AGENT", "one:1, two:2");
      case "file" -> words.file(yaml("consul-agent: one:1,two:2"));
      default -> words.file(yaml("consul-agent: [ 'one:1', 'two:2' ]"));
    }

    assertThat(words.parsed().consul().agents())
        .extracting(Object::toString)
        .containsExactly("http://one:1", "http://two:2");
  }

  @Test
  void consulsOwnVariablesCount() throws Exception {
    assertThat(
            Words.enough()
                .set("CONSUL_HTTP_ADDR", "elsewhere:1")
                .parsed()
                .consul()
                .agents()
                .get(0)
                .host())
        .isEqualTo("elsewhere");
  }

  @Test
  void valuesForEveryVassalComeFromAnywhere() throws Exception {
    Map<String, String> expected = Map.of("drain", "0", "settings.greeting", "hello, you");

    assertThat(
            Words.enough()
                .say("--vassal-set", "drain=0", "--vassal-set", "settings.greeting=hello, you")
                .parsed()
                .vassalSet())
        .isEqualTo(expected);
    assertThat(
            Words.enough()
                .set("EMPEROR_VASSAL_SET", "drain=0\nsettings.greeting=hello, you")
                .parsed()
                .vassalSet())
        .isEqualTo(expected);
    assertThat(
            Words.enough()
                .file(yaml("vassal-set: {drain: 0, settings.greeting: 'hello, you'}"))
                .parsed()
                .vassalSet())
        .isEqualTo(expected);
  }

  @Test
  void anInterfaceStandsForItsFirstAddress() throws Exception {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());

    String advertised =
        Words.enough().say("--advertise-address", loopback.getName()).parsed().advertised();

    assertThat(advertised).isEqualTo("127.0.0.1");
  }

  @Test
  void theLogGoesToStandardErrorInWordsUnlessSaidOtherwise() throws Exception {
    Path logs = directory.resolve("logs");

    assertThat(Words.enough().log()).isEqualTo(new LogSettings(null, LogFormat.TEXT, List.of()));
    assertThat(
            Words.enough()
                .say("--log-dir", logs.toString())
                .set("EMPEROR_LOG_FORMAT", "json")
                .set("EMPEROR_LOG_LEVEL", "warn, com.example=DEBUG")
                .log())
        .isEqualTo(
            new LogSettings(
                logs,
                LogFormat.JSON,
                List.of(
                    new LogLevel(LogLevel.ROOT, "warn"), new LogLevel("com.example", "debug"))));
  }

  @Test
  void aConfigurationOfLogbacksIsNotMixedWithTheOptions() {
    System.setProperty("logback.configurationFile", "mine.xml");
    try {
      assertThat(Words.enough().say("--log-format", "json").problems())
          .singleElement()
          .asString()
          .startsWith("--log-format: means nothing with -Dlogback.configurationFile");
    } finally {
      System.clearProperty("logback.configurationFile");
    }
  }

  @Test
  void anAddressStandsForItself() throws Exception {
    assertThat(Words.enough().say("--advertise-address", "192.0.2.7").parsed().advertised())
        .isEqualTo("192.0.2.7");
    assertThat(Words.enough().say("--bind", "127.0.0.1").parsed().bind())
        .isEqualTo(InetAddress.getLoopbackAddress());
  }

  @Test
  void theOwnAgentAnswersLikeTheConsulThatIsAskedFor() throws Exception {
    assertThat(dev().devConsul()).isEqualTo(ConsulProfile.V1_8);
    assertThat(dev("--dev-consul", "modern").devConsul()).isEqualTo(ConsulProfile.MODERN);
    assertThat(dev().set("EMPEROR_DEV_CONSUL", "modern").devConsul())
        .isEqualTo(ConsulProfile.MODERN);
    assertThat(dev("--dev-consul", "1.7").problems())
        .containsExactly(
            "--dev-consul: 1.7 is none of the Consuls that it can answer like: 1.8, modern");
    assertThat(Words.enough().say("--dev-consul", "modern").problems())
        .containsExactly("--dev-consul: means nothing without --dev: add that, or leave this out");
  }

  private static Words dev(String... more) {
    return Words.enough().say("--dev").say(more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --name              | my shop    | EMPEROR_NAME              | is no name for an emperor
          --advertise-address | no-such.invalid | EMPEROR_ADVERTISE_ADDRESS | is neither an address nor
          --bind              | 192.0.2.1  | EMPEROR_BIND              | is no address of this machine
          --scan-interval     | often      | EMPEROR_SCAN_INTERVAL     | is no duration
          --scan-interval     | 5          | EMPEROR_SCAN_INTERVAL     | write 5s
          --scan-interval     | 99ms       | EMPEROR_SCAN_INTERVAL     | use at least 100ms
          --throttle          | 0          | EMPEROR_THROTTLE          | use at least 1ms
          --max-throttle      | 10ms       | EMPEROR_MAX_THROTTLE      | is shorter than --throttle, 1s
          --vassal-set        | nonsense   | EMPEROR_VASSAL_SET        | is not KEY=VALUE
          --log-level         | noisy      | EMPEROR_LOG_LEVEL         | is no level: use one of trace, debug
          --log-format        | xml        | EMPEROR_LOG_FORMAT        | is neither text nor json
          --log-dir           | /dev/null  | EMPEROR_LOG_DIR           | is a file, not a directory
          --log-dir           | /proc/logs | EMPEROR_LOG_DIR           | can't be written
          """)
  void aBadValueIsNamedWithWhereItWasSaid(String flag, String value, String variable, String says)
      throws Exception {
    String key = flag.substring(2);
    Words said = new Words().say("--vassals", "dir*", "--data-dir", "/data", flag, value);
    Words inEnvironment = new Words().say("--vassals", "dir*").set(variable, value);
    Words inFile = new Words().say("--vassals", "dir*").file(yaml("\n" + key + ": " + value));

    assertThat(said.problems())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(flag + ": ").contains(value, says));
    assertThat(inEnvironment.problems())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(variable + ": ").contains(value, says));
    assertThat(inFile.problems())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("emperor.yaml:2: " + key, value, says));
  }

  @Test
  void allProblemsAreToldAtOnce() throws Exception {
    Words words =
        new Words()
            .say("--name", "my shop", "--bind", "192.0.2.1", "--scan-intervall", "3s", "lst")
            .say("--consul-agent", "localhost:port", "--vassal-set", "drian=5s")
            .set("EMPEROR_THROTTLE", "soon")
            .file(yaml("throttel: 1s"));

    assertThat(words.problems())
        .anySatisfy(line -> assertThat(line).contains("--name", "my shop"))
        .anySatisfy(line -> assertThat(line).contains("--bind", "192.0.2.1"))
        .anySatisfy(
            line -> assertThat(line).contains("--scan-intervall", "did you mean --scan-interval?"))
        .anySatisfy(line -> assertThat(line).contains("lst: unexpected", "did you mean list?"))
        .anySatisfy(line -> assertThat(line).contains("--consul-agent", "localhost:port"))
        .anySatisfy(line -> assertThat(line).contains("drian", "did you mean drain?"))
        .anySatisfy(line -> assertThat(line).contains("EMPEROR_THROTTLE", "soon"))
        .anySatisfy(line -> assertThat(line).contains("emperor.yaml:1", "did you mean throttle?"));
  }

  @Test
  void vassalsHaveToBeNamedButMayStandInAFileThatIsWrong() throws Exception {
    assertThat(new Words().problems())
        .singleElement()
        .asString()
        .startsWith("--vassals is missing");
    assertThat(new Words().file(yaml("throttel: 1s")).problems())
        .noneSatisfy(line -> assertThat(line).contains("--vassals"));
  }

  @Test
  void aDirectoryThatCannotBeWatchedIsToldWithTheRest() {
    String absent = directory.resolve("absent").toString();

    assertThat(new Words().say("--vassals", absent).problems())
        .singleElement()
        .asString()
        .startsWith("--vassals: " + absent + ": no such directory");
  }

  @Test
  void theValueOfAnUnknownOptionIsNotAnotherProblem() {
    assertThat(Words.enough().say("--consul-agnt", "x").problems())
        .singleElement()
        .asString()
        .startsWith("--consul-agnt: unknown option");
  }

  @Test
  void emptyValuesAreRefusedAndEmptyItemsOfAListDropped() throws Exception {
    assertThat(Words.enough().say("--bind", "").problems())
        .anySatisfy(line -> assertThat(line).startsWith("--bind: is empty"));
    assertThat(new Words().set("EMPEROR_VASSALS", "a*,,b*").parsed().vassals())
        .containsExactly("a*", "b*");
  }

  @Test
  void whatTheEnvironmentSaidIsNamedByItsVariable() {
    assertThat(Words.enough().set("EMPEROR_CONSUL_AGENT", "localhost:port").problems())
        .singleElement()
        .asString()
        .startsWith("EMPEROR_CONSUL_AGENT");
    assertThat(Words.enough().set("EMPEROR_VASSAL_SET", "drian=5s").problems())
        .singleElement()
        .asString()
        .startsWith("EMPEROR_VASSAL_SET");
  }

  @Test
  void severalValuesWhereOneIsMeantAreRefused() throws Exception {
    assertThat(Words.enough().file(yaml("name: [a, b]")).problems())
        .singleElement()
        .asString()
        .contains("emperor.yaml:1: name", "2 values where one is meant");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path absent = directory.resolve("absent.yaml");

    assertThat(Words.enough().file(absent).problems())
        .singleElement()
        .satisfies(line -> assertThat(line).contains(absent.toString()));
  }

  @Test
  void aFileCannotNameAnotherFile() throws Exception {
    assertThat(Words.enough().file(yaml("config: other.yaml")).problems())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("emperor.yaml:1", "config"));
  }

  @Test
  void whatHoldsForOneVassalAloneCannotBeSetForEvery() {
    assertThat(Words.enough().say("--vassal-set", "consul-service-id=x").problems())
        .singleElement()
        .satisfies(
            line -> assertThat(line).contains("--vassal-set", "can't be the same for every"));
  }

  @Test
  void aTokenIsNotShownInAProblem() {
    assertThat(
            Words.enough().say("--consul-token", "secret", "--consul-token-file", "f").problems())
        .noneSatisfy(line -> assertThat(line).contains("secret"));
  }

  private Path yaml(String content) throws Exception {
    return Files.writeString(directory.resolve("emperor.yaml"), content);
  }
}
