package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          """)
  void aSecretIsMasked(String key, String value) {
    assertThat(Secrets.masked(key, value)).doesNotContain("hunter2").contains("********");
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
          """)
  void whatIsNoneStays(String key, String value) {
    assertThat(Secrets.masked(key, value)).isEqualTo(value);
  }
}
