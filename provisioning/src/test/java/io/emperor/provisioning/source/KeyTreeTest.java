package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTreeTest {

  private static ObjectNode tree(Cluster.Key... keys) {
    return KeyTree.of("config/shop/", List.of(keys), true);
  }

  private static Cluster.Key key(String path) {
    return new Cluster.Key("config/shop/" + path, "hunter2");
  }

  private static void fails(String message, Cluster.Key... keys) {
    assertThatThrownBy(() -> tree(keys))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void slashesNest() {
    assertThat(tree(key("mysql/host"), key("mysql/db/name"), key("top")))
        .hasToString(
            "{\"mysql\":{\"host\":\"hunter2\",\"db\":{\"name\":\"hunter2\"}},\"top\":\"hunter2\"}");
  }

  @Test
  void thereMayBeNoPrefix() {
    assertThat(KeyTree.of("", List.of(new Cluster.Key("/a/b", "1")), true))
        .hasToString("{\"a\":{\"b\":\"1\"}}");
  }

  @Test
  void emptyComponentsCountForNothing() {
    assertThat(tree(key("/a//b"), key("a/c/")))
        .hasToString("{\"a\":{\"b\":\"hunter2\",\"c\":\"hunter2\"}}");
  }

  @Test
  void aFolderThatAUserInterfaceMadeIsNoValue() {
    assertThat(
            tree(
                new Cluster.Key("config/shop/", ""),
                new Cluster.Key("config/shop/a/", ""),
                key("a/b")))
        .hasToString("{\"a\":{\"b\":\"hunter2\"}}");
    assertThat(tree(new Cluster.Key("config/shop/a/", ""))).isEmpty();
  }

  @Test
  void anEmptyValueIsAValue() {
    assertThat(tree(new Cluster.Key("config/shop/a", ""))).hasToString("{\"a\":\"\"}");
  }

  @Test
  void aKeyThatIsBothAValueAndAFolderIsNamed() {
    String words =
        "key config/shop/a is both a value and a folder, by config/shop/%s and config/shop/%s;"
            + " remove one";
    fails(words.formatted("a", "a/b"), key("a"), key("a/b"));
    fails(words.formatted("a/b", "a"), key("a/b"), key("a"));
    fails(words.formatted("a", "a/b/c"), key("a"), key("a/b/c"));
  }

  @Test
  void twoKeysForOneValueAreNamed() {
    fails(
        "key config/shop/a//b is the same as config/shop/a/b; remove one", key("a/b"), key("a//b"));
  }

  @Test
  void aValueThatIsNoTextIsNamed() {
    fails(
        "key config/shop/a has a value that is no UTF-8; write it as text, in Base64 for example",
        new Cluster.Key("config/shop/a", null));
  }

  @Test
  void lineEndsAndZeroBytesStayInAValueAndNotInAMessage() {
    assertThat(tree(new Cluster.Key("config/shop/a", "x\n\0y")).get("a").textValue())
        .isEqualTo("x\n\0y");
    fails(
        "key config/shop/a\\u000aFATAL has a value that is no UTF-8; write it as text, in Base64"
            + " for example",
        new Cluster.Key("config/shop/a\nFATAL", null));
  }

  @Test
  void tenThousandLevelsAreRefused() {
    assertThat(tree(key("a/".repeat(99) + "b"))).hasSize(1);
    assertThatThrownBy(() -> tree(key("a/".repeat(10_000) + "b")))
        .hasMessageContaining("has more than 100 components");
  }

  @Test
  void aKeyIsShownWithoutItsValue() {
    assertThat(key("a").toString()).doesNotContain("hunter2");
  }

  private static Cluster.Key key(String path, String value) {
    return new Cluster.Key("config/shop/" + path, value);
  }

  @Test
  void keysThatAreNamedLikeFilesAreReadAsSuch() {
    assertThat(
            tree(
                key("db.yaml", "host: h\nport: 5432\nreplicas: [a, b]"),
                key("db/user", "u"),
                key("queue.json", "{\"name\": \"q\"}"),
                key("web.properties", "tls.port = 443\ntls.host = w")))
        .hasToString(
            "{\"db\":{\"host\":\"h\",\"port\":5432,\"replicas\":[\"a\",\"b\"],\"user\":\"u\"},"
                + "\"queue\":{\"name\":\"q\"},\"web\":{\"tls\":{\"host\":\"w\",\"port\":\"443\"}}}");
    assertThat(tree(key("db.yaml", ""), key(".yaml", "a")))
        .hasToString("{\"db\":{},\".yaml\":\"a\"}");
  }

  @Test
  void whoDoesNotWantThatGetsTexts() {
    assertThat(KeyTree.of("", List.of(new Cluster.Key("db.yaml", "host: h")), false))
        .hasToString("{\"db.yaml\":\"host: h\"}");
  }

  @Test
  void aKeyThatIsNotWhatItsNameSaysIsRefusedWithoutItsValue() {
    fails(
        "key config/shop/db.json is no map; write key: value, or name it without an ending",
        key("db.json"));
    fails(
        "key config/shop/db/host is the same as config/shop/db.yaml; remove one",
        key("db.yaml", "host: h"),
        key("db/host", "hunter2"));
    fails(
        "key config/shop/w.properties has a property that is both a value and a folder; remove one",
        key("w.properties", "a = hunter2\na.b = hunter2"));
    assertThatThrownBy(() -> tree(key("db.yaml", "a: [hunter2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config/shop/db.yaml")
        .hasMessageNotContaining("hunter2");
  }
}
