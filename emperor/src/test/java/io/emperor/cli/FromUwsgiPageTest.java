package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.ExitStatus;
import io.emperor.config.uwsgi.CounterpartTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/from-uwsgi.md} has the table of the code, and its example says what a command says.
 * {@code mvn test -Dreference.write=true} writes both anew.
 */
class FromUwsgiPageTest {

  private static final Path PAGE = Path.of("..", "docs", "from-uwsgi.md");
  private static final Pattern TABLE =
      Pattern.compile(Pattern.quote(CounterpartTable.HEAD) + "(?:\\|.*\n)*");
  private static final Pattern OLD = Pattern.compile("(?s)```ini\\n(.*?)```");
  private static final Pattern SAID = Pattern.compile("(?s)```text\\n(.*?)```");
  private static final Pattern NEW = Pattern.compile("(?s)```yaml\\n# ([a-z]+\\.yaml)\\n(.*?)```");

  private final StringWriter err = new StringWriter();
  @TempDir Path directory;

  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    String page = Files.readString(PAGE);
    Path old = Files.writeString(directory.resolve("shop.ini"), found(OLD, page).group(1));

    int status = check(old);

    String said = "```text\n" + err.toString().replace(directory + "/", "") + "```";
    String made =
        page.replace(found(TABLE, page).group(), CounterpartTable.markdown())
            .replace(found(SAID, page).group(), said);
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(PAGE).hasContent(made);
    assertThat(status).isEqualTo(ExitStatus.WRONG_WORDS);
  }

  @Test
  void whatReplacesAFileOfUwsgisIsValid() throws IOException {
    for (MatchResult shown : NEW.matcher(Files.readString(PAGE)).results().toList()) {
      Files.writeString(directory.resolve(shown.group(1)), shown.group(2));
    }

    assertThat(check(directory)).isEqualTo(ExitStatus.CLEAN);

    assertThat(err.toString()).isEmpty();
    assertThat(directory).isDirectoryContaining("glob:**/{shop,wiki}.yaml");
  }

  @Test
  void otherFormatsInADirectoryAreToldOf() throws IOException {
    Path file = Files.writeString(directory.resolve("a.xml"), "<uwsgi><chdir>/opt</chdir></uwsgi>");
    Files.writeString(directory.resolve("pom.xml"), "<project/>");

    assertThat(check(directory)).isEqualTo(ExitStatus.WRONG_WORDS);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("emperor: " + file));
    assertThat(check(file)).isEqualTo(ExitStatus.WRONG_WORDS);
  }

  private int check(Path path) {
    return CommandLines.all()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute("check-config", path.toString());
  }

  private static MatchResult found(Pattern pattern, String page) {
    return pattern.matcher(page).results().findFirst().orElseThrow();
  }
}
