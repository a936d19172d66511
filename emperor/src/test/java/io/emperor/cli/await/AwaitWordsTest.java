package io.emperor.cli.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.await.Condition;
import io.emperor.await.ServiceWanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitWordsTest {

  private final List<String> problems = new ArrayList<>();
  private final AwaitWords words = new AwaitWords(problems);

  @Test
  void everyKindOfAddressIsUnderstood() {
    List<Condition> all =
        words.conditions(
            List.of("tcp://my_db:5432", "tcp://[::1]:80", "https://a.b/c", "file:///a%20b"));

    assertThat(problems).isEmpty();
    assertThat(all)
        .extracting(Condition::name)
        .containsExactly("tcp://my_db:5432", "tcp://[::1]:80", "https://a.b/c", "file:///a b");
  }

  @Test
  void wrongAddressesAreAllToldAndShowNoPassword() {
    List<Condition> none =
        words.conditions(
            List.of(
                "tcp://db",
                "tcp://db:70000",
                "udp://u:pw@x:1",
                "http://u:pw@x/",
                "file://a/b",
                "x"));

    assertThat(none).isEmpty();
    assertThat(problems).hasSize(6).noneMatch(problem -> problem.contains("pw"));
  }

  @Test
  void servicesMayHaveANumber() {
    assertThat(words.services(List.of("db", "web:2")))
        .containsExactly(new ServiceWanted("db", 1), new ServiceWanted("web", 2));
    assertThat(words.services(List.of("db:0", "a b", "db:x"))).isEmpty();
    assertThat(problems).hasSize(3);
  }

  @Test
  void whatIsRegisteredNeedsAPortAndPlainWords() {
    assertThat(words.registered("web", "8080", "/health", null, List.of("blue"))).isPresent();
    assertThat(problems).isEmpty();

    assertThat(words.registered("a b", "0", "health", null, List.of("a\nb"))).isEmpty();
    assertThat(words.registered("web", null, null, null, List.of())).isEmpty();
    assertThat(words.registered(null, "1", "/", "1", List.of("t"))).isEmpty();
    assertThat(problems).hasSize(9);
  }

  @Test
  void whatIsRegisteredIsCheckedByItsPortUnlessSomethingElseIsSaid() {
    assertThat(checkPort(null, null)).isEqualTo(8080);
    assertThat(checkPort("/", null)).isZero();
    assertThat(checkPort(null, "none")).isZero();
    assertThat(checkPort(null, "81")).isEqualTo(81);
    assertThat(problems).isEmpty();

    assertThat(words.registered("web", "8080", "/", "81", List.of())).isEmpty();
    assertThat(words.registered("web", "8080", null, "no", List.of())).isEmpty();
    assertThat(problems)
        .containsExactly(
            "--check-tcp: stands beside --check-http: leave one of them out",
            "--check-tcp: 'no' is not a port, 1 to 65535: or say none");
  }

  private int checkPort(@Nullable String path, @Nullable String port) {
    return words.registered("web", "8080", path, port, List.of()).orElseThrow().checkPort();
  }

  @Test
  void durationsHaveUnits() {
    assertThat(words.duration("--timeout", "90s")).contains(Duration.ofSeconds(90));
    assertThat(words.duration("--timeout", "3")).isEmpty();
    assertThat(words.duration("--timeout", "0s")).isEmpty();
    assertThat(problems).hasSize(2).allMatch(problem -> problem.startsWith("--timeout: "));
  }
}
