package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates say, and what they are refused. */
class TemplateTest {

  @TempDir Path directory;

  private final FakeAnswers consul = new FakeAnswers();

  private Path file(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Template template(String text) {
    return Template.read(file("a.peb", text));
  }

  private String rendered(String text) {
    return rendered(text, "{}");
  }

  private String rendered(String text, String input) {
    Rendered rendered = template(text).render(consul.data(input));
    assertThat(rendered.missing()).isEmpty();
    return rendered.text();
  }

  private void refuses(String text, String... problems) {
    assertThatThrownBy(() -> template(text).render(consul.data("{\"secret\": \"hunter2\"}")))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems())
                    .map(problem -> problem.replace(directory + "/", ""))
                    .containsExactly(problems));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "one\r\ntwo\r\n",
        "no end of the last line",
        "{% if true %}\nx\n{% endif %}\n",
        "a = {{ 1 }}\nb = {{ 2 }}\n\n",
        "ends in a backslash \\",
        "<a href=\"x\">&amp;</a> ä \u0000 \ud83d\ude00\u2028",
      })
  void linesEndAsTheyAreWritten(String text) {
    String expected = text.replaceAll("\\{%[^%]*%\\}", "").replaceAll("\\{\\{ (.) \\}\\}", "$1");
    assertThat(rendered(text)).isEqualTo(expected);
    assertThat(template(text).render(consul.data()).bytes())
        .isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aDashTakesTheLineEndAway() {
    assertThat(rendered("{% for i in [1, 2] -%}\n{{ i }}\n{% endfor -%}\nend"))
        .isEqualTo("1\n2\nend");
  }

  @Test
  void nothingIsEscaped() {
    assertThat(rendered("{{ input.a }} {{ '<b>' ~ input.a }}", "{\"a\": \"<&\\\"'>\"}"))
        .isEqualTo("<&\"'> <b><&\"'>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "{{ input.n }} {{ input.b }} {{ input.d }}; 7 true 1.5",
        "{{ input('a.b') }} {{ input('x', 'none') }} {{ input.x | default('no') }}; 2 none no",
        "{{ input.l | join(',') }} {{ input.l[1] }} {{ input.l | length }}; x,y y 2",
        "{% if input.x is defined %}x{% else %}-{% endif %}; -",
        "{% for e in input.a %}{{ e.key }}={{ e.value }}{% endfor %}; b=2",
        "{{ input.l | toJSON }} {{ toJSON(input.a) }}; [\"x\",\"y\"] {\"b\":2}",
        "{{ '{\"a\": \"no\", \"b\": 1}' | parseJSON | toYAML | split('x') | toJSON }};"
            + "[\"a: \\\"no\\\"\\nb: 1\"]",
        "-{{ (input.a | toYAML) | indent(2) }}; -  b: 2",
        "{{ 'hello' | base64Encode }} {{ base64Decode('aGVsbG8=') }}; aGVsbG8= hello",
        "{{ sha256('hello') | slice(0, 8) }}; 2cf24dba",
        "{{ 'I' | lower }}{{ 'i' | upper }} {{ ' x ' | trim }} {{ 'ab' | title }}; iI x Ab",
        "{{ 'a.b.c' | split('.') | join('-') }} {{ 'a.b' | replace({'.': '_'}) }}; a-b-c a_b",
        "{{ [3, 1, 2] | sort | join }} {{ ['b', 'a'] | rsort | join }}; 123 ba",
        "{{ ([1] | merge([2])) | join }} {{ 1 + 2 }} {{ 'a' ~ 1 }} {{ max(1, 3) }}; 12 3 a1 3",
        "{% for i in range(1, 3) %}{{ i }}{{ loop.last ? '.' : ',' }}{% endfor %}; 1,2,3.",
        "{% for i in 1..3 %}{{ loop.index }}/{{ loop.length }} {% endfor %}x; 0/3 1/3 2/3 x",
        "{% set a = 1 %}{% macro m(x, y=2) %}{{ x }}{{ y }}{{ input.n }}{% endmacro %}{{ m(a) }};"
            + " 127",
        "{{ env('HOME') }} {{ env('NONE', 'x') }}; /root x",
        "{% verbatim %}{{ a }}{% endverbatim %}; {{ a }}",
        "{# nothing #}x; x",
      })
  void knowsValuesFiltersAndFunctions(String text, String expected) {
    String input = "{\"n\": 7, \"b\": true, \"d\": 1.5, \"a\": {\"b\": 2}, \"l\": [\"x\", \"y\"]}";
    assertThat(rendered(text, input)).isEqualTo(expected);
  }

  @Test
  void asksConsulByConsulTemplatesNames() {
    consul
        .key("shop/a", "1")
        .noKey("shop/b")
        .keys("shop/", "a=1", "folder/=", "db/host=h")
        .instances(
            "web",
            new Cluster.Instance("web-1", "10.0.0.1", 80, List.of("blue"), "n1"),
            new Cluster.Instance("web-2", "10.0.0.2", 81, List.of(), "n2"))
        .put(
            new Query.Services(),
            Answer.of(List.of(new Cluster.Service("web", List.of("blue", "green")))))
        .put(new Query.Nodes(), Answer.of(List.of(new Cluster.Node("n1", "10.0.0.1"))));
    assertThat(rendered("{{ key('shop/a') }}{{ keyOrDefault('shop/a', '2') }}")).isEqualTo("11");
    assertThat(rendered("{{ keyOrDefault('shop/b', '2') }}")).isEqualTo("2");
    assertThat(rendered("{{ keyExists('shop/a') }} {{ keyExists('shop/b') }}"))
        .isEqualTo("true false");
    assertThat(rendered("{% for p in ls('shop') %}{{ p.key }}={{ p.value }} {% endfor %}"))
        .isEqualTo("a=1 ");
    assertThat(rendered("{% for p in tree('/shop/') %}{{ p.key }}={{ p.value }} {% endfor %}"))
        .isEqualTo("a=1 db/host=h ");
    assertThat(
            rendered(
                "{% for s in service('web') %}{{ s.id }} {{ s.name }} {{ s.address }}:{{ s.port }}"
                    + " {{ s.node }} {{ s.tags | join }};{% endfor %}"))
        .isEqualTo("web-1 web 10.0.0.1:80 n1 blue;web-2 web 10.0.0.2:81 n2 ;");
    assertThat(rendered("{% for s in service('web', tag='blue') %}{{ s.id }}{% endfor %}"))
        .isEqualTo("web-1");
    assertThat(
            rendered("{% for s in services() %}{{ s.name }}:{{ s.tags | join(',') }}{% endfor %}"))
        .isEqualTo("web:blue,green");
    assertThat(rendered("{% for n in nodes() %}{{ n.name }} {{ n.address }}{% endfor %}"))
        .isEqualTo("n1 10.0.0.1");
  }

  @Test
  void whatIsNotKnownIsMissingAndAsked() {
    consul.noKey("gone").put(new Query.Passing("db"), Answer.<Cluster.Instance>none().failed("no"));
    Rendered rendered =
        template(
                "{{ key('new') }}{{ key('gone') }}{{ keyOrDefault('d', 1) }}{{ keyExists('e') }}"
                    + "{% for s in service('db') %}{{ s.id }}{% endfor %}{{ tree('t') | length }}")
            .render(consul.data());
    assertThat(rendered.isComplete()).isFalse();
    assertThat(rendered.text()).isEmpty();
    assertThat(rendered.missing())
        .containsExactly(
            "key new is not answered yet",
            "key gone is not there",
            "key d is not answered yet",
            "key e is not answered yet",
            "service db is not answered: no",
            "keys below t/ is not answered yet");
    assertThat(rendered.asked())
        .contains(new Query.Key("gone"), new Query.Passing("db"), new Query.Keys("t/"))
        .hasSize(6);
  }

  @Test
  void onlyWhatIsComeByIsAsked() {
    consul.noKey("flag");
    Rendered rendered =
        template("{% if keyExists('flag') %}{{ key('secret') }}{% endif %}").render(consul.data());
    assertThat(rendered.asked()).containsExactly(new Query.Key("flag"));
  }

  @Test
  void whatComesOfAMissingValueIsNoError() {
    String text = "{{ (key('json') | parseJSON).host }}{{ key('later') }}";
    assertThat(template(text).render(consul.data()).missing())
        .containsExactly("key json is not answered yet");
    consul.key("json", "{\"host\": \"h\"}").key("later", "!");
    assertThat(rendered(text)).isEqualTo("h!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{ input.mysql.host }}", "{{ input('mysql.host') }}", "{{ input.n.host }}"})
  void anInputThatIsNotThereIsMissing(String text) {
    String name = text.contains("n.host") ? "n" : "mysql";
    assertThat(template(text).render(consul.data("{\"n\": null}")).missing())
        .containsExactly("input " + (text.contains("(") ? "mysql" : name) + " is not there");
    assertThat(template("{{ input.mysql.host }}").render(consul.data("{\"mysql\": {}}")).missing())
        .containsExactly("input mysql.host is not there");
  }

  @Test
  void anInputWhoseNameIsAValueIsNotNamed() {
    assertThat(
            template("{{ input.m[input.s] }}")
                .render(consul.data("{\"m\": {}, \"s\": \"hunter2\"}"))
                .missing())
        .containsExactly("an input is not there whose name a value says");
  }

  @Test
  void aValueThatIsNoTextIsMissing() {
    consul.put(new Query.Key("bin"), Answer.of(List.of(new Cluster.Key("bin", null))));
    assertThat(template("{{ key('bin') }}").render(consul.data()).missing())
        .containsExactly(
            "key bin has a value that is no UTF-8; write it as text, in Base64 for example");
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() {
    refuses(
        "x\n  {{ nope }}", "a.peb:2:6: knows no variable nope; set it before, or correct its name");
    refuses(
        "x\r\n{{ 'a' }} {{ kee('a') }}\n{{ 1 | uper }}{{ 1 is odt }}",
        "a.peb:2:14: kee is no function; did you mean key?",
        "a.peb:3:8: uper is no filter; did you mean upper?",
        "a.peb:3:23: odt is no test; did you mean odd?");
    refuses(
        "\n{% fro x in y %}{% endfor %}", "a.peb:2:4: can't be read: Unexpected tag name \"fro\"");
    refuses(
        "{{ 'x'.length }}",
        "a.peb:1:8: finds no length in what stands before it; correct the name, or write | default(\"…\")");
    refuses(
        "\n{{ env('NO_SUCH') }}",
        "a.peb:2:1: wants the variable NO_SUCH, which is not set; set it, or write env(\"…\", \"default\")");
    refuses(
        "{{ [1] }}",
        "a.peb:1:1: has a list where a text is needed; go through it with for, or write toJSON");
    refuses("{{ null }}", "a.peb:1:1: has null where a text is needed; write | default(\"…\")");
    refuses(
        "{{ \"#{input.a}\" }}",
        "a.peb:1:5: has #{…} in a text, which templates don't know here; write \"…\" ~ value");
    refuses(
        "{% for x in 7 %}{% endfor %}",
        "a.peb:1:1: goes through something that is no list and no map; give for a list");
    refuses(
        "{{ 'a' + 1 }}",
        "a.peb:1:1: adds a text and a number; + is for numbers, ~ for texts, merge for lists");
    refuses(
        "\n\n{% if 'a' > 1 %}{% endif %}",
        "a.peb:3:1: can't be worked out; see what kinds of values its operators and filters are given");
    refuses("\n{{ 1 / 0 }}", "a.peb:2:1: divides by zero, or by something as good as that");
    refuses(
        "{{ service('web|any') }}",
        "a.peb:1:1: asks for a service by more than its name; write the name alone, and the tag after it: service(\"web\", \"blue\")");
    refuses("{{ service() }}", "a.peb:1:1: service needs its name; write it between brackets");
    refuses(
        "{{ key('a', 'b') }}", "a.peb:1:1: gives a function, filter or macro more than it takes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{",
        "{{ 'a",
        "{% if",
        "{% if x %}",
        "{# x",
        "{{ \"#{",
        "{{ \"\\",
        "{{ a ",
        "{{ a.b()() }}",
        "{{ 99999999999999999999 }}",
        "{% verbatim %}"
      })
  void whatEndsTooEarlyIsRefused(String text) {
    assertThatThrownBy(() -> template(text)).isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'x'.getClass() }}",
        "{{ 'x'.class }}",
        "{{ input.getClass() }}",
        "{{ [1].getClass().forName('java.lang.Runtime') }}",
        "{{ template.name }}",
        "{{ template }}",
        "{{ locale.toString() }}",
        "{{ locale }}",
        "{{ _context.input }}",
        "{{ _context | toJSON }}",
        "{% for i in [1] %}{{ loop.getClass() }}{% endfor %}",
        "{% for i in [1] %}{{ loop.class }}{% endfor %}",
        "{{ loop }}",
        "{{ (1).class }}",
        "{{ input | toJSON | escape }}",
        "{{ i18n('a', 'b') }}",
        "{% cache 'x' %}{% endcache %}",
        "{% parallel %}{% endparallel %}",
        "{% autoescape 'html' %}{% endautoescape %}",
        "{% filter upper %}x{% endfilter %}",
        "{% flush %}",
        "{% embed 'a.peb' %}{% endembed %}",
      })
  void noObjectOfJavaIsReached(String text) {
    assertThatThrownBy(() -> template(text).render(consul.data("{\"a\": 1}")))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for x in input.secret %}{% endfor %}",
        "{{ input.secret.x }}",
        "{{ input.list[input.secret] }}",
        "{{ input.secret | parseJSON }}",
        "{{ input.secret | base64Decode }}",
        "{{ input.secret + 1 }}",
        "{{ input.secret - 1 }}",
        "{{ input.secret > 1 }}",
        "{{ input.secret is even }}",
        "{{ input.secret | join }}",
        "{{ input.secret | numberformat }}",
        "{{ input.secret | abs }}",
        "{{ range(input.secret, 1) }}",
        "{{ service(input.secret ~ '|') }}",
        "{% if input.secret %}{% endif %}{{ 1 / 0 }}",
        "{{ -input.secret }}",
        "{{ input.map | join }}",
        "{{ 'x' | slice(input.secret) }}",
        "{{ 'x' | replace(input.secret) }}",
        "{{ 7 | numberformat(input.secret) }}",
      })
  void noValueIsInAMessage(String text) {
    String input = "{\"secret\": \"hunter2 #'\\\"\", \"map\": {\"a\": \"hunter2\"}, \"list\": [1]}";
    assertThatThrownBy(() -> template(text).render(consul.data(input)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.peb:1:")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    assertThat(template("{{ input.secret }}").render(consul.data(input)).toString())
        .doesNotContain("hunter2");
    assertThat(consul.data(input).toString()).doesNotContain("hunter2");
  }

  @Test
  void filesOfItsDirectoryAreIncludedImportedExtendedAndRead() throws IOException {
    Files.createDirectory(directory.resolve("sub"));
    file("sub/inc.peb", "<{{ x }}{{ input.a }}>");
    file("base.peb", "[{% block b %}base{% endblock %}]\n");
    file("m.peb", "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}");
    file("plain.txt", "{{ no template }}\n");
    assertThat(
            rendered(
                "{% include 'sub/inc.peb' with {'x': 1} %}{% import 'm.peb' %}{{ twice('t') }}"
                    + "{% import 'm.peb' as m %}{{ m.twice('u') }}"
                    + "{% from 'm.peb' import twice as two %}{{ two('v') }} {{ file('plain.txt') }}",
                "{\"a\": 2}"))
        .isEqualTo("<12>ttuuvv {{ no template }}\n");
    assertThat(rendered("{% extends 'base.peb' %}{% block b %}own{% endblock %}"))
        .isEqualTo("[own]\n");
    assertThat(template("{% include 'sub/inc.peb' with {'x': 1} %}{{ file('plain.txt') }}").files())
        .containsExactlyInAnyOrder(
            directory.resolve("a.peb"),
            directory.resolve("sub/inc.peb"),
            directory.resolve("plain.txt"));
  }

  @Test
  void whatAnIncludedFileSaysWrongIsToldAtItsPlace() {
    file("inc.peb", "\n {{ nope }}");
    refuses(
        "{% include 'inc.peb' %}",
        "inc.peb:2:5: knows no variable nope; set it before, or correct its name");
    file("inc.peb", "\n {{ nope() }}");
    assertThatThrownBy(() -> template("{% include 'inc.peb' %}"))
        .hasMessageContaining("inc.peb:2:5: nope is no function");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.peb",
        "/etc/hostname",
        "sub/../../x.peb",
        "link.peb",
        "linked/x.peb",
        "no.peb",
        "sub",
        "\u0000"
      })
  void noLoaderReachesOutside(String name) throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path inside = Files.createDirectories(directory.resolve("inside/sub"));
    Files.writeString(directory.resolve("x.peb"), "x");
    Files.writeString(outside.resolve("x.peb"), "x");
    Path own = inside.resolveSibling("a.peb");
    Files.createSymbolicLink(inside.resolveSibling("link.peb"), outside.resolve("x.peb"));
    Files.createSymbolicLink(inside.resolveSibling("linked"), outside);
    for (String tag :
        List.of(
            "{% include 'X' %}",
            "{% import 'X' %}",
            "{% extends 'X' %}",
            "{% from 'X' import a %}",
            "{{ file('X') }}")) {
      Files.writeString(own, "\n" + tag.replace("X", name));
      assertThatThrownBy(() -> Template.read(own))
          .as(tag)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("a.peb:2:");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include input.x %}",
        "{% include 'a' ~ input.x %}",
        "{% include ('a') %}",
        "{% include true ? 'a' : input.x %}",
        "{% import input.x %}",
        "{% extends input.x %}",
        "{% from input.x import a %}",
        "{{ file(input.x) }}",
        "{{ file('a' ~ input.x) }}",
        "{{ file(name=input.x) }}",
      })
  void noNameOfAFileComesFromAValue(String text) {
    assertThatThrownBy(() -> template(text)).hasMessageContaining("takes no name that a value has");
  }

  @Test
  void aTemplateOfAConfigMapIsALinkWithinItsDirectory() throws IOException {
    Path data = Files.createDirectories(directory.resolve("..data"));
    Files.writeString(data.resolve("a.peb"), "{% include 'b.peb' %}");
    Files.writeString(data.resolve("b.peb"), "b");
    Files.createSymbolicLink(directory.resolve("a.peb"), Path.of("..data/a.peb"));
    Files.createSymbolicLink(directory.resolve("b.peb"), Path.of("..data/b.peb"));
    assertThat(Template.read(directory.resolve("a.peb")).render(consul.data()).text())
        .isEqualTo("b");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path file = Files.write(directory.resolve("a.peb"), new byte[] {(byte) 0xff, 'x'});
    assertThatThrownBy(() -> Template.read(file))
        .hasMessage(file + ": a.peb is not in UTF-8; save it in UTF-8");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Template.read(file)).hasMessageContaining("is longer than 1 MiB");
    Files.delete(file);
    assertThatThrownBy(() -> Template.read(file)).hasMessageContaining("is not there; create it");
    assertThatThrownBy(() -> Template.read(directory)).hasMessageContaining("is no file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "{% set r = range(1, 3000) %}{% for i in r %}{% for j in r %}{% endfor %}{% endfor"
            + " %};steps",
        "{% for i in range(1, 9000000000) %}{% endfor %};characters",
        "{% for i in range(-9000000000000000000, 9000000000000000000) %}{% endfor %};",
        "{% for i in range(1, 20) %}{% for j in range(1, 1100000) %}{{ 'x' }}{% endfor %}{% endfor"
            + " %};",
        "{% set a = 'xxxxxxxx' %}{% for i in range(1, 60) %}{% set a = a ~ a %}{% endfor %};Mi",
        "{% set a = 'xx' %}{% for i in range(1, 99) %}{% set a = a | base64Encode %}{% endfor %};Mi",
        "{% set a = [1] %}{% for i in range(1, 60) %}{% set a = a | merge(a) %}{% endfor %};Mi",
        "{% set a = [1] %}{% for i in range(1, 60) %}{% set a = [a, a] %}{% endfor %}{{ a | toJSON"
            + " }};Mi",
        "{% set a = 'x' %}{% for i in range(1, 60) %}{% set a = a | replace({'x': 'xx'}) %}{% endfor"
            + " %};Mi",
        "{% set a = range(1, 5000) %}{% set b = a | join('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') %}{{ a |"
            + " join(b) }};Mi",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }};levels deep",
        "{% macro m(x) %}{% if x > 0 %}{{ m(x + 1) }}{% endif %}{% endmacro %}{{ m(1) }};levels deep",
        "{% include 'a.peb' %};levels deep",
        "{% macro m() %}{{ 'x' }}{{ n() }}{{ n() }}{% endmacro %}{% macro n() %}{{ m() }}{{ m() }}{%"
            + " endmacro %}{{ m() }};levels deep",
        "{% for i in range(1, 300) %}{{ keyOrDefault('k/' ~ i, '') }}{% endfor %};asks more than",
      })
  void noRenderGoesOnForEver(String text, String reason) {
    assertThatThrownBy(() -> template("\n" + text).render(consul.data()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.peb:2:")
        .hasMessageContaining(reason == null ? "" : reason);
  }

  @Test
  void aGigabyteIsNotRendered() {
    String line = "x".repeat(1000);
    String text = "{% for i in range(1, 1000000) %}" + line + "{% endfor %}";
    assertThatThrownBy(() -> template(text).render(consul.data()))
        .hasMessageContaining("a.peb:1:")
        .hasMessageContaining("renders more than 16 Mi characters");
    consul.noKey("k");
    assertThatThrownBy(() -> template("{{ key('k') }}" + text).render(consul.data()))
        .hasMessageContaining("renders more than 16 Mi characters");
  }

  @Test
  void aTemplateThatExtendsItselfEnds() {
    assertThatThrownBy(() -> template("{% extends 'a.peb' %}").render(consul.data()))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 50_000})
  void bracketsThatAreTooDeepAreRefused(int deep) {
    assertThatThrownBy(() -> template("{{ " + "(".repeat(deep) + "1" + ")".repeat(deep) + " }}"))
        .hasMessageContaining("a.peb:1:1: has brackets too deep in each other");
  }

  @Test
  void aGoTemplateIsToldWhatToWrite() {
    refuses(
        "a {{ key \"a\" }}\n{{ range service \"web\" }}{{ .Address }}\n{{ end }}",
        "a.peb:1: {{ key \"a\" }} is Go's: write {{ key(\"a\") }}",
        "a.peb:2: {{ range service \"web\" }} is Go's: write {% for item in service(\"web\") %}",
        "a.peb:2: {{ .Address }} is Go's: write {{ item.address }}",
        "a.peb:3: {{ end }} is Go's: write {% endfor %}",
        "a.peb:1:11: can't be read: Unexpected token of value \"a\" and type STRING, expected token"
            + " of type PRINT_END");
  }
}
