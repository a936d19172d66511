package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.ExitStatus;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.apps.Puppet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that {@code docs/provisioning.md} shows are valid. */
class ProvisioningPageTest {

  private static final Path PAGE = Path.of("..", "docs", "provisioning.md");

  private static final Pattern CONFIGURATION =
      Pattern.compile("(?s)```yaml\\n# ([a-z]+\\.yaml)\\n(.*?)```");

  @TempDir Path directory;

  @Test
  void everyConfigurationIsValid() throws Exception {
    List<MatchResult> shown = CONFIGURATION.matcher(Files.readString(PAGE)).results().toList();
    assertThat(shown)
        .extracting(configuration -> configuration.group(1))
        .containsExactly(
            "shop.yaml", "pay.yaml", "desk.yaml", "goods.yaml", "boot.yaml", "worker.yaml");
    Path unused = Files.createDirectory(directory.resolve("schemas"));
    unused = Files.createDirectories(directory.resolve("db/migration"));
    unused = Files.writeString(directory.resolve("db/migration/V1__goods.sql"), "SELECT 1;");
    unused = AppJar.providing(Puppet.class).writtenTo(directory.resolve("shop.jar"));
    unused = AppJar.providing(Puppet.class).writtenTo(directory.resolve("desk.jar"));
    unused = AppJar.providing(Puppet.class).writtenTo(directory.resolve("goods.jar"));
    unused =
        AppJar.empty()
            .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: Boot\n")
            .writtenTo(directory.resolve("boot.jar"));
    for (MatchResult configuration : shown) {
      unused = Files.writeString(directory.resolve(configuration.group(1)), configuration.group(2));
    }
    StringWriter err = new StringWriter();

    int status =
        CommandLines.all()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute("check-config", directory.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(status).isEqualTo(ExitStatus.CLEAN);
  }
}
