package io.emperor.config.uwsgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterpartsTest {

  @Test
  void noOptionIsThereTwice() {
    assertThat(Counterparts.ALL.stream().flatMap(row -> row.options().stream()))
        .doesNotHaveDuplicates()
        .allSatisfy(option -> assertThat(option).matches("[a-z0-9_-]+\\*?"));
  }

  @Test
  void whatNamesTheMostOfAnOptionIsItsRow() {
    assertThat(Counterparts.of("emperor-on-demand-dir").orElseThrow().key())
        .isEqualTo("on-demand: true");
    assertThat(Counterparts.of("emperor-procname").orElseThrow().key()).isEmpty();
    assertThat(Counterparts.of("legion-attach-daemon").orElseThrow().key())
        .isEqualTo("command: COMMAND");
    assertThat(Counterparts.of("http-keepalive").orElseThrow().key()).isEmpty();
    assertThat(Counterparts.of("base")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http-socket | :8080 | write consul-service-port: 8080, which",
        "http-socket | 10.0.0.1:80 | write consul-service-port: 80, which",
        "http | [::1]:8080 | write consul-service-port: 8080, which",
        "socket | /run/shop.sock | write consul-service-port: PORT, which",
        "http-socket | :$(PORT) | write consul-service-port: PORT, which",
        "attach-daemon | /bin/shop -p 1 | write command: /bin/shop -p 1, in",
        "attach-daemon | sh -c \"a; b\" | write command: \"sh -c \\\"a; b\\\"\", in",
        "attach-daemon | %d/bin/shop | write command: COMMAND, in",
        "attach-daemon2 | cmd=/bin/shop,freq=2 | write command: /bin/shop, in",
        "attach-daemon2 | freq=2 | write command: COMMAND, in",
        "smart-attach-daemon | /run/a.pid a -d | write command: a -d, in",
        "smart-attach-daemon | /run/a.pid | write command: COMMAND, in",
        "env | A=b | write env: {A: b}",
        "env | A=b: c | write env: {A: \"b: c\"}",
        "env | A=b, c | write env: {A: \"b, c\"}",
        "env | A=$(B) | write env: {A: VALUE}",
        "env | A | write env: {NAME: VALUE}",
        "chdir | /opt/shop | write working-directory: /opt/shop",
        "uid | www-data | write uid: www-data, in",
        "processes | 4 | write instances: 4, if",
        "processes | %k | write instances: N, if",
        "vassal-sos-backlog | 10 | write reinforce-when: {queue: 10, for: 5s}, with",
        "idle | 300 | write idle-timeout: 300s, with",
        "reload-mercy | 20 | write stop-timeout: 20s, with",
        "exec-pre-app | /bin/migrate | write before-start: /bin/migrate",
        "hook-asap | exec:/bin/migrate | write before-start: /bin/migrate",
        "hook-asap | mount:proc none /proc | write before-start: COMMAND",
        "emperor | /etc/uwsgi/vassals | start the emperor with --vassals /etc/uwsgi/vassals",
        "emperor-throttle | 500 | start the emperor with --throttle 500ms",
        "emperor-tyrant | true | start the emperor with --tyrant",
        "master | true | leave it out, it is about",
        "mule | true | nothing stands for it, make",
      })
  void saysWhatToWrite(String option, String value, String remedy) {
    assertThat(remedy(option, value)).startsWith(remedy);
  }

  @Test
  void aRegistrationBecomesKeys() {
    assertThat(
            remedy(
                "consul-register",
                "url=http://localhost:8500,id=shop-1,name=shop,port=9091,tags=web v2,ttl=30"))
        .isEqualTo(
            "write consul-service-name: shop and consul-service-id: shop-1 and"
                + " consul-service-port: 9091 and consul-service-tags: [web, v2] and"
                + " consul-check-ttl: 30s, with the agent's address in --consul-agent");
    assertThat(remedy("consul-register", "url=http://localhost:8500,name=%n"))
        .isEqualTo("write consul-service-name: NAME, with the agent's address in --consul-agent");
  }

  @Test
  void whatIsThereSeveralTimesIsToldTogether() {
    Counterpart env = Counterparts.of("env").orElseThrow();
    assertThat(env.remedy(List.of("A=1", "B=2"))).isEqualTo("write env: {A: 1, B: 2}");
    assertThat(env.remedy(List.of("A=1", "B=2", "C=3", "D=4")))
        .isEqualTo("write env: {A: 1, B: 2, C: 3, …}");

    assertThat(Counterparts.of("attach-daemon").orElseThrow().remedy(List.of("a", "b")))
        .startsWith(
            "write command: a for the first of 2, in the foreground, and a vassal for each");
  }

  @Test
  void secretsAreMaskedAndLongValuesShortened() {
    assertThat(remedy("env", "DB_PASSWORD=swordfish"))
        .isEqualTo("write env: {DB_PASSWORD: ********}");
    assertThat(remedy("attach-daemon", "shop --db-password swordfish --port 80"))
        .contains("shop --db-password ******** --port 80")
        .doesNotContain("swordfish");
    assertThat(remedy("attach-daemon", "postgres://a:swordfish@db/shop"))
        .doesNotContain("swordfish");
    assertThat(remedy("chdir", "/x".repeat(100_000))).hasSizeLessThan(100).endsWith("…\"");
  }

  private static String remedy(String option, String value) {
    return Counterparts.of(option).orElseThrow().remedy(List.of(value));
  }
}
