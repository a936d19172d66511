package io.emperor.provisioning.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePlanReaderTest {

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void aMigration() throws IOException {
    file("V1__goods.sql");
  }

  private void file(String name) throws IOException {
    Files.writeString(directory.resolve(name), "SELECT 1;");
  }

  private DatabasePlanReader reader(String yaml) {
    return new DatabasePlanReader(
        YamlTree.parse("database: " + yaml, "shop.yaml"), name -> directory, problems);
  }

  private List<String> problems(String yaml) {
    DatabasePlanReader reader = reader(yaml);
    boolean unused = reader.read().isPresent();
    unused = reader.texts().isEmpty();
    return problems;
  }

  @Test
  void allThatIsSaidIsRead() {
    DatabasePlanReader reader =
        reader(
            "{url: 'jdbc:postgresql://${db.host}/shop', user: u, password: '${db.password}',"
                + " create: true, migrations: db/migration}");

    assertThat(reader.read()).contains(new DatabasePlan(true, Optional.of(directory)));
    assertThat(reader.texts())
        .isEqualTo(
            Map.of(
                "url",
                "jdbc:postgresql://${db.host}/shop",
                "user",
                "u",
                "password",
                "${db.password}"));
    assertThat(problems).isEmpty();
  }

  @Test
  void anAddressAloneMakesNothing() {
    assertThat(reader("{url: 'jdbc:mariadb://h/shop'}").read())
        .contains(new DatabasePlan(false, Optional.empty()));
    assertThat(problems).isEmpty();
  }

  @Test
  void allProblemsAreToldWithTheirPlaces() {
    assertThat(problems("{urk: x, create: maybe, user: [a]}"))
        .containsExactlyInAnyOrder(
            "shop.yaml:1: database.urk is no key of a database; did you mean url?",
            "shop.yaml:1: database.url is missing; write jdbc:postgresql://HOST:PORT/NAME or"
                + " jdbc:mariadb:// the same",
            "shop.yaml:1: database.create is neither true nor false; write one of them",
            "shop.yaml:1: database.user is no text; write one");
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotQuoted() {
    assertThat(problems("{url: 'jdbc:postgresql://h/shop?user=u&passWord=s3cret'}"))
        .containsExactly(
            "shop.yaml:1: database.url has a parameter user; write it as database.user instead");
    problems.clear();
    assertThat(problems("{url: 'jdbc:postgresql://u:s3cret@h/shop'}"))
        .singleElement()
        .asString()
        .contains("is no address of a database")
        .doesNotContain("s3cret");
  }

  @Test
  void filesThatFlywayDoesNotKnowAreNamed() throws IOException {
    file("V1.0__again.sql");
    file("goods.sql");
    file("R__view.sql");
    file("afterMigrate__grants.sql");
    file("README.md");

    assertThat(problems("{url: 'jdbc:mariadb://h/shop', migrations: db}"))
        .containsExactlyInAnyOrder(
            "shop.yaml:1: database.migrations has V1.0__again.sql and V1__goods.sql, which are of"
                + " one version; give one of them another",
            "shop.yaml:1: database.migrations has goods.sql, which is no name of a migration;"
                + " write V2__words.sql or R__words.sql");
  }

  @Test
  void aDirectoryWithoutMigrationsIsAProblem() throws IOException {
    Files.delete(directory.resolve("V1__goods.sql"));

    assertThat(problems("{url: 'jdbc:mariadb://h/shop', migrations: db}"))
        .containsExactly(
            "shop.yaml:1: database.migrations has no migrations; put V1__words.sql there, or remove"
                + " the key");
  }

  @Test
  void aTargetTellsNothing() {
    assertThat(new DatabaseTarget("jdbc:mariadb://h/shop?x=s3cret", "u", "s3cret"))
        .hasToString("DatabaseTarget");
  }
}
