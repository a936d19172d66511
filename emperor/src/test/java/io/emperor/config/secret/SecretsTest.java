package io.emperor.config.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          settings.db-password          | hunter2
          env.API_KEY                   | hunter2
          settings.encryption-key       | hunter2
          settings.accessToken          | hunter2
          env.SPRING_APPLICATION_JSON   | {"spring.datasource.password":"hunter2"}
          env.SPRING_APPLICATION_JSON   | {"password" : "hunter2 and more hunter2", "port": 1}
          command                       | app, --password, hunter2
          command                       | app --password hunter2
          jvm-options                   | -Xmx1g, -Dtoken=hunter2
          env.OPTIONS                   | password='hunter2 hunter2'
          settings.database             | postgres://shop:hunter2@db/shop
          settings.database             | postgres://shop:hunter2/hunter2@c7@db/shop
          settings.database             | https://hunter2@host/path
          settings.database             | jdbc:oracle:thin:scott/hunter2@//db:1521/shop
          settings.database             | scott/hunter2@//db
          settings.database             | jdbc:mysql://db/shop?user=x&password=hunter2,hunter2&ssl=1
          settings.database             | host=db password=hunter2 hunter2 port=5432
          env.DB_PASS                   | hunter2
          settings.database.pass        | hunter2
          settings.httpAuth             | hunter2
          env.AUTH                      | hunter2
          command                       | app --pass=hunter2
          command                       | app, --pass, hunter2, --port, 80
          command                       | curl -u admin:hunter2 http://host
          command                       | curl, --user, admin:hunter2
          command                       | curl -H 'Authorization: Bearer hunter2-hunter2' http://host
          command                       | curl -H "Authorization: Basic hunter2" http://host
          command                       | app --password "hunter2 with a quote that is not closed
          settings.header               | Bearer hunter2.hunter2
          settings.passwords            | ["hunter2", "hunter2"]
          settings.text                 | {"passwords": ["hunter2", "hunter2"]}
          """)
  void aSecretIsMasked(String key, String value) {
    assertThat(Secrets.masked(key, value)).doesNotContain("hunter2").contains("********");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "use ghp_16C7e42F292c6912E7710c838347Ae178B4a now",
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOHcBrzygy",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "-----BEGIN RSA PRIVATE KEY----- MIIEpAIBAAKCAQEA"
      })
  void whatSaysByItselfThatItIsASecretIsMasked(String value) {
    assertThat(Secrets.masked("settings.text", value))
        .contains("********")
        .doesNotContainPattern("[A-Za-z0-9]{16}");
  }

  @Test
  void whatTheMaskedPartStandsInIsShown() {
    assertThat(Secrets.masked("settings.database", "postgres://shop:hunter2@db/shop"))
        .isEqualTo("postgres://********@db/shop");
    assertThat(Secrets.masked("command", "app, --password, hunter2, --port, 80"))
        .isEqualTo("app, --password, ********, --port, 80");
    assertThat(Secrets.masked("env.X", "host=db password=hunter2 port=5432"))
        .isEqualTo("host=db password=******** port=5432");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          check-http: "ftp://u:hunter2@host/" is no path | check-http: "ftp://********@host/" is no path
          no such file: https:/u:hunter2@host/app.jar    | no such file: https:/********@host/app.jar
          command: "app --password \"hunter2" has a      | command: "app --password ********
          env: is "DB_PASSWORD=hunter2": write a map     | env: is "DB_PASSWORD=********": write a map
          401 for Authorization: Bearer hunter2 at db    | 401 for Authorization: ******** at db
          failed for password=hunter2 at db              | failed for password=******** at db
          /srv/token-service.yaml:1: drian: unknown key  | /srv/token-service.yaml:1: drian: unknown key
          password authentication failed for user shop   | password authentication failed for user shop
          the token: permission denied                   | the token: permission denied
          Unrecognized token 'x': was expecting JSON     | Unrecognized token 'x': was expecting JSON
          """)
  void aMessageLosesNoMoreThanItHasTo(String message, String shown) {
    assertThat(Secrets.maskedIn(message)).startsWith(shown);
    assertThat(Secrets.maskedIn(message)).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "token",
        "token=",
        "a:",
        "a: ",
        "token: ",
        "token: bearer ",
        "-u ",
        ":/",
        "@",
        "\"",
        "'\\",
        "eyJ",
        "eyJ.",
        "--pass ",
        "=",
        " ",
        ", ",
        "pass-"
      })
  void hostileTextTakesTimeInProportion(String piece) {
    String megabyte = piece.repeat((1 << 20) / piece.length());
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          String unused = Secrets.masked("settings.text", megabyte);
          unused = Secrets.masked(megabyte, "text");
          unused = Secrets.maskedIn(megabyte);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          settings.colour         | blue
          settings.key            | orders
          command                 | java, -jar, app.jar
          settings.database       | postgres://db/shop
          consul-service-tags     | http, public
          command                 | run, library/name@sha256:0123
          command                 | /etc/systemd/foo@bar.service
          settings.compass        | north
          env.AUTHOR              | Jane
          settings.auth-url       | https://login/
          settings.passive        | true
          """)
  void whatIsNoneStays(String key, String value) {
    assertThat(Secrets.masked(key, value)).isEqualTo(value);
  }
}
