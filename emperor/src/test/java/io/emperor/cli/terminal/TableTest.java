package io.emperor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.CommandLines;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class TableTest {

  private static final String REASON = "failed to start: no database at db.example:5432 today";

  private final Table table =
      new Table().row("NAME", "STATE", "REASON").row("shop", "backing-off", REASON);

  @Test
  void linesAreAsLongAsTheyAreWhereNobodyMinds() {
    assertThat(table.lines(0))
        .containsExactly("NAME  STATE        REASON", "shop  backing-off  " + REASON);
  }

  @Test
  void theLastColumnIsWrappedBelowItself() {
    assertThat(table.lines(0, 50))
        .containsExactly(
            "NAME  STATE        REASON",
            "shop  backing-off  failed to start: no database at",
            "                   db.example:5432 today");
  }

  @Test
  void whereItHasNoRoomItStandsBelowTheRow() {
    assertThat(table.lines(2, 40))
        .containsExactly(
            "  NAME  STATE        REASON",
            "  shop  backing-off",
            "      failed to start: no database at",
            "      db.example:5432 today");
  }

  @Test
  void aWordThatIsLongerThanALineIsBrokenAndNothingIsLost() {
    String name = "x".repeat(70);

    assertThat(String.join("", Wrapped.lines(name, 30))).isEqualTo(name);
    assertThat(Wrapped.lines(name, 30)).allMatch(line -> line.length() <= 30);
    assertThat(Wrapped.lines("", 30)).containsExactly("");
    assertThat(Wrapped.lines("é👑 é👑", 3)).containsExactly("é👑", "é👑");
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "5, 20", "'', 2147483647", "wide, 2147483647"})
  void widthIsWhatColumnsSaysAndWithoutATerminalNothing(String columns, int width) {
    CommandLine piped =
        CommandLines.all().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));

    assertThat(TerminalWidth.of(piped, Map.of("COLUMNS", columns))).isEqualTo(width);
  }
}
