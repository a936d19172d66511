package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

  private static final String SECRET = "hunter2";

  @TempDir Path directory;

  private static JsonNode root(String text) {
    return YamlTree.parse(text, "app.yaml").root();
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(InvalidInputException.class, () -> YamlTree.parse(text, "app.yaml"))
        .problems();
  }

  private List<String> problems(Path file) {
    return catchThrowableOfType(InvalidInputException.class, () -> YamlTree.read(file)).problems();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("app.yaml"), content);
  }

  @Test
  void readsWhatYamlCanSay() {
    assertThat(root("a: {b: [1, 2.25, true, ~, text]}\nc:\n  d: |\n    two\n    lines\n"))
        .hasToString(
            "{\"a\":{\"b\":[1,2.25,true,null,\"text\"]},\"c\":{\"d\":\"two\\nlines\\n\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "012, 12",
    "0x1F, 31",
    "-3, -3",
    "+3, 3",
    ".5, 0.5",
    "1e3, 1E+3",
    "9223372036854775808, 9223372036854775808",
    "1_000, '\"1_000\"'",
    "12:30:45, '\"12:30:45\"'",
    "0b11, '\"0b11\"'",
    "'\"12\"', '\"12\"'",
    "yes, '\"yes\"'",
    "Off, '\"Off\"'",
    "y, '\"y\"'",
    "True, true",
    "null, null",
    "2026-11-29, '\"2026-11-29\"'",
  })
  void plainScalarsAreThoseOfTheCoreSchema(String written, String meant) {
    assertThat(root("a: " + written).get("a")).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: 1e999999999", "a: 1e99999999999999", "{\"a\": 1e-9999}"})
  void aNumberBeyondAllMeasureIsRefused(String text) {
    assertThat(problems(text)).containsExactly("app.yaml:1: a is too large a number; quote it");
  }

  @Test
  void aMillionDigitsStayText() {
    String text = "a: " + "9".repeat(1_000_000);
    Assertions.assertTimeout(
        Duration.ofMinutes(1), () -> assertThat(root(text).get("a").isTextual()).isTrue());
  }

  @Test
  void readsJsonThatIsIndentedByTabsAndWritesCharactersAsTwoEscapes() {
    assertThat(root("{\n\t\"a\": \"\\ud83d\\ude00\"\n}").get("a").textValue()).isEqualTo("😀");
  }

  @Test
  void readsFlowYamlThatIsNoJson() {
    assertThat(root("{a: b}")).hasToString("{\"a\":\"b\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "# only this\n"})
  void nothingIsNull(String text) {
    assertThat(root(text).isNull()).isTrue();
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    Path file = file("\uFEFFa: 1".getBytes(StandardCharsets.UTF_8));
    assertThat(YamlTree.read(file).root()).hasToString("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16, is in UTF-16",
    "x-UTF-16LE-BOM, is in UTF-16",
    "ISO-8859-1, is not in UTF-8",
  })
  void otherEncodingsAreSaid(String charset, String seen) throws IOException {
    Path file = file(("a: " + SECRET + "é\n").getBytes(Charset.forName(charset)));
    assertThat(problems(file)).containsExactly(file + ": " + seen + "; save it in UTF-8");
  }

  @Test
  void textWithZeroBytesIsTakenForUtf16() throws IOException {
    Path file = file("a: hunter2\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(problems(file))
        .containsExactly(
            file + ": has zero bytes, so it is in UTF-16 or no text; save it in UTF-8");
  }

  @Test
  void twoMebibytesAreTooMuch() throws IOException {
    Path file = file("a: b\n".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
    assertThat(problems(file)).containsExactly(file + ": is longer than 1 MiB; split it");
  }

  @Test
  void aDirectoryAndAPipeAreNoFilesAndNothingWaitsForThem() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(problems(directory)).containsExactly(directory + ": is no file; name a file");
    assertThat(problems(pipe)).containsExactly(pipe + ": is no file; name a file");
  }

  @Test
  void aMissingFileIsSaid() {
    Path file = directory.resolve("none.yaml");
    assertThat(problems(file)).containsExactly(file + ": is not there; create it");
  }

  @Test
  void anAliasBombIsRefusedForItsAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append(String.format(Locale.ROOT, "a%d: &a%d [*a%d, *a%d]%n", i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString()))
        .hasSize(20)
        .first()
        .isEqualTo("app.yaml:2: a1[0] is an alias; write it out");
  }

  @Test
  void anAliasIsRefusedAsAKeyAndAsAMerge() {
    assertThat(problems("a: &x 1\n*x : 2\n"))
        .containsExactly("app.yaml:2: is not YAML: Expected a field name; correct it");
    assertThat(problems("a: &x {b: 1}\nc:\n  <<: *x\n"))
        .containsExactly("app.yaml:3: c.<< is an alias; write it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "{\"a\":"})
  void tenThousandLevelsAreRefusedAtOnce(String opening) {
    Assertions.assertTimeout(
        Duration.ofMinutes(1),
        () ->
            assertThat(problems(opening.repeat(10_000)))
                .first()
                .asString()
                .startsWith("app.yaml:1: "));
  }

  @Test
  void aHundredLevelsAreTakenAndOneMoreIsNot() {
    assertThat(root("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
    assertThat(problems("[".repeat(101) + "]".repeat(101)))
        .singleElement()
        .asString()
        .endsWith("… is nested more than 100 deep; make it flatter");
  }

  @Test
  void aKeyThatIsThereTwiceIsSaidWithBothLines() {
    assertThat(problems("a:\n  b: hunter2\n  c: 1\n  b: hunter2\n"))
        .containsExactly("app.yaml:4: a.b is there twice; remove one, the other is in line 2");
    assertThat(problems("{\"a\": 1,\n\"a\": 2}"))
        .containsExactly("app.yaml:2: a is there twice; remove one, the other is in line 1");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .containsExactly("app.yaml:3: has a second document; remove it");
  }

  @Test
  void bytesInBase64AreRefused() {
    assertThat(problems("a: !!binary aHVudGVyMg==\n"))
        .containsExactly("app.yaml:1: a has a tag that stands for no text; remove the tag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: hunter2\n\tb: hunter2\n",
        "a:\n\t- hunter2\n",
        "a: [hunter2\n",
        "a: \"hunter2\n",
        "a: \"\\hunter2\"\n",
        "a: \"\\xhunter2\"\n",
        "a: @hunter2\n",
        "a: %hunter2\n",
        "a: `hunter2\n",
        "a: !<hunter2 x\n",
        "a: !hunter2!x y\n",
        "a: *hunter2\n",
        "a: &hunter2& x\n",
        "a: hunter2: b\n",
        "hunter2\nb: c\n",
        "? [hunter2]\n: b\n",
        "? {hunter2: x}\n: b\n",
        "%YAML hunter2\n---\na: b\n",
        "%TAG hunter2 x\n---\n",
        "a: |hunter2\n  x\n",
        "{\"a\": \"hunter2}",
        "{\"a\": hunter2 x\": 1}",
        "{\"a\": \"\\hunter2\"}",
        "a: \u0007hunter2\n",
        "a: {x: hunter2]\n",
        "- hunter2\nb: hunter2\n",
        "a: !!float hunter2\n",
        "a: !!int hunter2\n",
        "a: !!bool hunter2\n",
        "a: !!binary hunter2%\n",
      })
  void whatIsNoYamlIsSaidInOneLineWithoutAnyValue(String text) {
    try {
      YamlTree tree = YamlTree.parse(text, "app.yaml");
      assertThat(tree.toString()).doesNotContain(SECRET);
    } catch (InvalidInputException e) {
      assertThat(e.problems())
          .allSatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith("app.yaml:")
                      .doesNotContain(SECRET)
                      .doesNotContain("\n")
                      .contains("; "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: [hunter2' | while parsing a flow sequence, expected ',' or ']'",
        "'a: %hunter2' | while scanning for the next token, found character '%' that cannot start any token.",
        "'a: \"\\hunter2\"' | while scanning a double-quoted scalar, found unknown escape character",
      })
  void whatIsNoYamlIsSaidAsFarAsItIsNotTheFilesOwn(String text, String reason) {
    assertThat(problems(text))
        .containsExactly("app.yaml:1: is not YAML: " + reason + "; correct it");
  }

  @Test
  void aTabIsCalledATab() {
    assertThat(problems("a:\n\t- hunter2\n"))
        .containsExactly(
            "app.yaml:2: is not YAML: while scanning for the next token, found character a tab that"
                + " cannot start any token.; correct it");
  }

  @Test
  void aKeyEndsNoLine() {
    assertThat(problems("\"a\\nFATAL\": 1\n\"a\\nFATAL\": 2\n"))
        .containsExactly(
            "app.yaml:2: a\\u000aFATAL is there twice; remove one, the other is in line 1");
  }

  @Test
  void knowsTheLineOfEachPart() {
    YamlTree tree =
        YamlTree.parse("rules:\n- when: a\n  do: b\n- when: c\n\"x/y\": 1\n", "r.rules");
    assertThat(tree.place("/rules/0/do")).isEqualTo("r.rules:3");
    assertThat(tree.place("/rules/1")).isEqualTo("r.rules:4");
    assertThat(tree.place("/rules/1/do")).isEqualTo("r.rules:4");
    assertThat(tree.place("/x~1y")).isEqualTo("r.rules:5");
    assertThat(tree.place("")).isEqualTo("r.rules");
  }
}
