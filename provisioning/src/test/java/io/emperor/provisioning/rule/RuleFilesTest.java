package io.emperor.provisioning.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {

  @TempDir Path directory;

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<Rule> read() {
    return RuleFiles.read(List.of(directory));
  }

  private Rule only(String item) throws IOException {
    write("one.rules", "rules: [" + item + "]\n");
    List<Rule> rules = read();
    assertThat(rules).hasSize(1);
    return rules.get(0);
  }

  private List<String> problems(String text) throws IOException {
    write("one.rules", text);
    InvalidInputException failure = catchThrowableOfType(InvalidInputException.class, this::read);
    assertThat(failure).isNotNull();
    return failure.problems().stream()
        .map(problem -> problem.replace(directory + "/one.rules", "").replaceFirst("^:(?=\\d)", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when: mysql | all: mysql",
        "when: 'mysql,redis' | all: mysql, redis",
        "when: 'mysql , redis' | all: mysql, redis",
        "when: [mysql, redis] | all: mysql, redis",
        "when: 'all:mysql,redis' | all: mysql, redis",
        "when: 'any:mysql,redis' | any: mysql, redis",
        "when: 'any: mysql, redis' | any: mysql, redis",
        "when: 'mysql,mysql' | all: mysql",
        "when: mysql.primary | all: mysql.primary",
        "op: any, when: 'mysql,redis' | any: mysql, redis",
        "op: all, when: [mysql, redis] | all: mysql, redis",
        "op: any, when: 'any:mysql' | any: mysql",
        "rule: {op: any, when: [mysql, redis], do: db} | any: mysql, redis",
        "rule: {when: mysql, do: db} | all: mysql"
      })
  void readsEachFormOfWhen(String item, String read) throws IOException {
    String rule = item.startsWith("rule:") ? "{" + item + "}" : "{" + item + ", do: db}";
    assertThat(only(rule)).hasToString("rule db (" + read + ")");
  }

  @Test
  void readsFormat1() throws IOException {
    write(
        "one.rules",
        """
        format: 1
        rules:
          - rule:
              op: any
              when:
                - mysql
                - redis
              do: configure-db
              once: true
        """);
    assertThat(read())
        .containsExactly(
            new Rule(
                Operator.ANY,
                List.of("mysql", "redis"),
                "configure-db",
                directory,
                false,
                HandlerInput.FLAT));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "'once: true', false",
    "'once: false', true",
    "'again: true', true",
    "'again: false', false",
    "'again: true, once: false', true"
  })
  void runsAgainWhereItIsToldSo(String key, boolean again) throws IOException {
    assertThat(only("{when: a, do: b" + (key.isEmpty() ? "" : ", " + key) + "}").again())
        .isEqualTo(again);
  }

  @Test
  void keepsInputsApartWhereItIsToldSo() throws IOException {
    assertThat(only("{when: a, do: b}").input()).isEqualTo(HandlerInput.FLAT);
    assertThat(only("{when: a, do: b, stdin: flat}").input()).isEqualTo(HandlerInput.FLAT);
    assertThat(only("{when: a, do: b, stdin: nested}").input()).isEqualTo(HandlerInput.NESTED);
  }

  @Test
  void readsAllFilesBelowInTheOrderOfTheirPaths() throws IOException {
    write("b.rules", "rules: [{when: b, do: b1}, {when: b, do: b2}]");
    write("a/z.rules", "{\"rules\": [{\"when\": \"a\", \"do\": \"./a\"}]}");
    write("a/z.yaml", "no rules");
    write("c.rules", "rules: []");
    List<Rule> rules = read();
    assertThat(rules).extracting(Rule::handler).containsExactly("./a", "b1", "b2");
    assertThat(rules.get(0).directory()).isEqualTo(directory.resolve("a"));
  }

  @Test
  void readsRulesWithinAnotherFile() {
    YamlTree tree = YamlTree.parse("inputs: {rules: [{when: a, do: b}]}", "inputs.yaml");
    assertThat(RuleFiles.read(tree, "/inputs/rules", directory.resolve("inputs.yaml")))
        .hasToString("[rule b (all: a)]");
    YamlTree wrong = YamlTree.parse("inputs:\n  rules:\n  - {when: a}", "inputs.yaml");
    InvalidInputException failure =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> RuleFiles.read(wrong, "/inputs/rules", directory.resolve("inputs.yaml")));
    assertThat(failure.problems())
        .containsExactly("inputs.yaml:3: inputs.rules[0]: do: is missing; name a handler");
  }

  @Test
  void tellsAllThatIsWrongWithItsPlace() throws IOException {
    assertThat(
            problems(
                """
                format: 2
                rulez: []
                rules:
                  - {when: a, d: b}
                  - {do: b, when: ''}
                  - {do: b, when: []}
                  - {do: b, when: 'a,,b'}
                  - {do: b, when: a..b}
                  - {do: b, when: 'some:a'}
                  - {do: b, when: 'any:'}
                  - {do: b, when: {a: b}}
                  - {do: b, when: [a, 1]}
                  - {do: b}
                  - {do: [b], when: a}
                  - {do: '', when: a}
                  - {do: b, when: a, op: most}
                  - {do: b, when: 'any:a', op: all}
                  - {do: b, when: a, again: maybe}
                  - {do: b, when: a, again: true, once: true}
                  - {do: b, when: a, stdin: none}
                  - text
                  - rule: {do: b, when: a, wen: a}
                """))
        .containsExactly(
            "2: rulez: is no key; did you mean rules?",
            "1: format: is none that is known; write 1, or leave it out",
            "4: rules[0]: d: is no key; did you mean do?",
            "4: rules[0]: do: is missing; name a handler",
            "5: rules[1]: when: is empty; name a key",
            "6: rules[2]: when: is empty; name a key",
            "7: rules[3]: when: has a key with an empty component; name a key",
            "8: rules[4]: when: has a key with an empty component; name a key",
            "9: rules[5]: when: has some before the colon; write all or any",
            "10: rules[6]: when: is empty; name a key",
            "11: rules[7]: when: is neither a text nor a list of texts; name a key",
            "12: rules[8]: when: has an element that is no text; name a key",
            "13: rules[9]: when: is missing; name a key",
            "14: rules[10]: do: is no handler; name one",
            "15: rules[11]: do: is no handler; name one",
            "16: rules[12]: op: is none that is known; write all or any",
            "17: rules[13]: when: says another operator than op; remove one",
            "18: rules[14]: again: is neither true nor false; write one of them",
            "19: rules[15]: once: says the opposite of again; remove one",
            "20: rules[16]: stdin: is none that is known; write flat or nested",
            "21: rules[17]: is no rule; write a map with the keys when and do",
            "22: rules[18].rule: wen: is no key; did you mean when?");
  }

  @Test
  void whatIsNoFileOfRulesIsAProblem() throws IOException {
    assertThat(problems("- {when: a, do: b}"))
        .containsExactly(": is not what a file of rules is; write a map with the key rules");
    assertThat(problems("format: 1"))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("rules: is no list; write one of rules");
  }
}
