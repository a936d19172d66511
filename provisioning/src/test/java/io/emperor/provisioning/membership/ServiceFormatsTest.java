package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFormatsTest {

  private static Products products(String product, String service, ServiceInstance... instances) {
    return new Products(
        new TreeMap<>(Map.of(product, new TreeMap<>(Map.of(service, List.of(instances))))));
  }

  private static ServiceInstance instance(String address, String name, int port) {
    return new ServiceInstance(IpAddress.parse(address).orElseThrow(), name, port);
  }

  private static void areEqualWhenParsed(Products products) throws IOException {
    JsonNode json = new ObjectMapper().readTree(ServicesJson.of(products));
    String yaml = ServicesYaml.of(products);
    assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(json);
    assertThat(YamlTree.parse(yaml, "services.yml").root()).isEqualTo(json);
  }

  @Test
  void jsonIsAsSerfHandlerWritesIt() {
    assertThat(
            ServicesJson.of(
                products(
                    "shop",
                    "web",
                    instance("2001:db8::1", "node-2", 81),
                    instance("10.0.0.1", "node-1", 8080))))
        .isEqualTo(
            """
            {
                "shop": {
                    "web": [
                        {
                            "addr": "10.0.0.1",
                            "name": "node-1",
                            "port": 8080
                        },
                        {
                            "addr": "2001:db8::1",
                            "name": "node-2",
                            "port": 81
                        }
                    ]
                }
            }
            """);
  }

  @Test
  void yamlHasSerfHandlersBlanks() {
    assertThat(
            ServicesYaml.of(
                products(
                    "shop",
                    "web",
                    instance("2001:db8::1", "node-2", 81),
                    instance("10.0.0.1", "node-1", 8080))))
        .isEqualTo(
            """
            shop :
                web :
                    - name : node-1
                      port : 8080
                      addr : 10.0.0.1
                    - name : node-2
                      port : 81
                      addr : "2001:db8::1"
            """);
  }

  @Test
  void fourHostsGoRoundTheInstances() {
    assertThat(
            HostLines.of(
                products("shop", "web", instance("10.0.0.2", "b", 80), instance("::1", "a", 80))))
        .containsExactly(
            "::1\tsvc-shop-web-0",
            "10.0.0.2\tsvc-shop-web-1",
            "::1\tsvc-shop-web-2",
            "10.0.0.2\tsvc-shop-web-3");
  }

  @Test
  void fourteenMembersAreTheSameInAllFormats() throws IOException {
    Products products = Cluster14.products();
    areEqualWhenParsed(products);
    JsonNode json = new ObjectMapper().readTree(ServicesJson.of(products));
    Set<String> told = new TreeSet<>();
    json.properties()
        .forEach(
            product ->
                product
                    .getValue()
                    .properties()
                    .forEach(
                        service ->
                            service
                                .getValue()
                                .forEach(
                                    node ->
                                        told.add(
                                            node.get("addr").asText()
                                                + " svc-"
                                                + product.getKey()
                                                + "-"
                                                + service.getKey()))));
    Set<String> hosts = new TreeSet<>();
    HostLines.of(products)
        .forEach(line -> hosts.add(line.replace('\t', ' ').replaceAll("-[0-3]$", "")));
    assertThat(hosts).isEqualTo(told).hasSize(17);
    assertThat(HostLines.of(products)).hasSize(4 * 8);
    assertThat(json.at("/shop/public/2/addr").asText()).isEqualTo("2001:db8:20::33");
    assertThat(json.at("/billing").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a: b",
        "a #b",
        "- a",
        "'",
        "\"",
        "\\",
        "a\nb",
        "a\r\nb",
        "\u0000",
        "\u202e",
        "\u2028",
        "\u0085",
        "\u00e9",
        "\ud83d\ude00",
        "\ud83d",
        "true",
        "Yes",
        "n",
        "NULL",
        "~",
        "1",
        "0x1f",
        "1e3",
        "2026-01-01",
        "1:30",
        "=",
        "<<",
        "&a",
        "*a",
        "!a",
        "{",
        "[",
        "%",
        "@",
        "`",
        "../../etc/passwd",
        "a;touch x",
        "---",
        "..."
      })
  void anyNameOfAMemberIsOneText(String name) throws IOException {
    Products products = products("shop", "web", instance("10.0.0.1", name, 80));
    areEqualWhenParsed(products);
    JsonNode json = new ObjectMapper().readTree(ServicesJson.of(products));
    String read = json.at("/shop/web/0/name").asText();
    assertThat(read).isEqualTo(name.equals("\ud83d") ? "\ufffd" : name);
    assertThat(ServicesJson.of(products)).matches("[ -~\n]*").hasLineCount(11);
    assertThat(ServicesYaml.of(products)).matches("[ -~\n]*").hasLineCount(5);
  }

  @Test
  void aCharacterOfTwoSurrogatesIsOneToYamlAndTwoToJson() {
    Products products = products("shop", "web", instance("10.0.0.1", "\ud83d\ude00", 80));
    assertThat(ServicesYaml.of(products)).contains("- name : \"\\U0001f600\"\n");
    assertThat(ServicesJson.of(products)).contains("\"name\": \"\\ud83d\\ude00\",\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "no", "1", "1.5", "0x1f", "-", "_", "--", "a..", "1e3", "null"})
  void anyNameOfAProductIsAText(String name) throws IOException {
    areEqualWhenParsed(products(name, name, instance("1:2:3:4:5:6:7:8", name, 80)));
  }

  @Test
  void noProductIsAnEmptyMap() throws IOException {
    assertThat(ServicesJson.of(Products.NONE)).isEqualTo("{}\n");
    assertThat(ServicesYaml.of(Products.NONE)).isEqualTo("{}\n");
    assertThat(HostLines.of(Products.NONE)).isEmpty();
    assertThat(new Products(new TreeMap<>(Map.of("a", new TreeMap<>(Map.of("b", List.of()))))))
        .isEqualTo(Products.NONE);
    areEqualWhenParsed(Products.NONE);
  }
}
