package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What to write for what consul-template knows. */
class GoTemplatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ;; ",
      quoteCharacter = '\0',
      value = {
        "{{ key \"a/b\" }} ;; write {{ key(\"a/b\") }}",
        "{{- key \"a/b\" | toUpper -}} ;; write {{ key(\"a/b\") | upper }}",
        "{{keyOrDefault \"a\" \"5\"}} ;; write {{ keyOrDefault(\"a\", \"5\") }}",
        "{{ if keyExists \"a\" }} ;; write {% if keyExists(\"a\") %}",
        "{{ if eq .Name \"web\" }} ;; write {% if item.name == \"web\" %}",
        "{{ else if not $x }} ;; write {% elseif not x %}",
        "{{ else }} ;; write {% else %}",
        "{{ range ls \"a\" }} ;; write {% for item in ls(\"a\") %}",
        "{{ range $i, $s := service \"web\" }} ;; write {% for s in service(\"web\") %}",
        "{{ range services }} ;; write {% for item in services() %}",
        "{{ with $d := key \"a\" | parseJSON }} ;; write {% set d = key(\"a\") | parseJSON %}",
        "{{ $x := env \"HOME\" }} ;; write {% set x = env(\"HOME\") %}",
        "{{ .Address }} ;; write {{ item.address }}",
        "{{ $s.ID }} ;; write {{ s.id }}",
        "{{ .Tags | join \",\" }} ;; write {{ item.tags | join(\",\") }}",
        "{{ \"a.b\" | replaceAll \".\" \"_\" }} ;; write {{ \"a.b\" | replace({\".\": \"_\"}) }}",
        "{{ or (env \"A\") \"b\" }} ;; write env(\"NAME\", \"default\"), or … | default(\"…\")",
        "{{ add 1 2 }} ;; write a + b",
        "{{ if or (env \"A\") .X }} ;; write env(\"NAME\", \"default\"), or … | default(\"…\")",
        "{{ \"x\" | toUpper }} ;; write {{ \"x\" | upper }}",
        "{{ .Name | replaceAll \".\" \"_\" }} ;; write {{ item.name | replace({\".\": \"_\"}) }}",
        "{{ sha256Hex \"x\" }} ;; write {{ \"x\" | sha256 }}",
        "{{ /* a comment */ }} ;; write {# … #}",
        "{{ .Data.password }} ;; keep secrets in credentials: or in keys; Vault is not asked",
        "{{ with secret \"a\" }} ;; keep secrets in credentials: or in keys; Vault is not asked",
        "{{ timestamp }} ;; leave it out; a file would change with each render",
        "{{ scratch.Set \"a\" \"b\" }} ;; write {% set name = value %}",
        "{{ end }} ;; write {% endfor %}, {% endif %} or {% endmacro %}",
      })
  void eachIdiomHasItsHint(String text, String hint) {

    assertThat(GoTemplates.hint("a.tmpl", "\n" + text))
        .containsExactly("a.tmpl:2: " + text + " is Go's: " + hint);
  }

  @Test
  void endIsToldByWhatItEnds() {
    assertThat(
            GoTemplates.hint(
                "a",
                "{{ range service \"a\" }}{{ if .Port }}x{{ end }}{{ end }}{{ with key \"a\" }}{{ . }}"
                    + "{{ end }}"))
        .map(hint -> hint.substring(hint.indexOf("Go's: ") + 6))
        .containsExactly(
            "write {% for item in service(\"a\") %}",
            "write {% if item.port %}",
            "write {% endif %}",
            "write {% endfor %}",
            "write {% set item = key(\"a\") %}",
            "write {{ item }}",
            "leave it out; a variable needs no end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "{{ input.a }} {{ key(\"a\") }} {{ key(\"a\") | upper }} {{ service(\"a\") | length }}",
        "{% if a %}{{ a }}{% endif %}{{ a ? b : c }}{{ a | join(',') }}",
        "{{ node }} {{ 'a' ~ node ~ 'b' }} {{ block('a') }} {{ loop.index + 1 }} {{ template }}",
        "{{ x | split(',') | join }} {{ x | upper | indent(4) }} {{ (env('A')) }}",
        "{{",
        "{{ \"",
        "{{ }}",
        "}} {{ x",
      })
  void whatIsOursHasNone(String text) {
    assertThat(GoTemplates.hint("a", text)).isEmpty();
  }

  @Test
  void aLongTextHasNotTooManyAndTakesNoLongTime() {
    assertThat(GoTemplates.hint("a", "{{ key \"a\" }}".repeat(1000))).hasSize(50);
    assertThat(GoTemplates.hint("a", "{{ ".repeat(300_000))).isEmpty();
    assertThat(GoTemplates.hint("a", "{{ \"" + "\\".repeat(900_000) + "}}")).isEmpty();
    assertThat(GoTemplates.hint("a\nb", "{{ key \"\n\u001b[2J\" }}"))
        .singleElement()
        .asString()
        .doesNotContain("\n")
        .doesNotContain("\u001b");
  }
}
