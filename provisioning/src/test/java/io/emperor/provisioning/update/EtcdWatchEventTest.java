package io.emperor.provisioning.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As etcdctl 3.4 sets the environment; version 2 as its sources say. */
class EtcdWatchEventTest {

  private static Map<String, String> three(String type, String key, String value) {
    return Map.of(
        "ETCD_WATCH_EVENT_TYPE", type,
        "ETCD_WATCH_KEY", key,
        "ETCD_WATCH_VALUE", value,
        "ETCD_WATCH_REVISION", "7");
  }

  private static Map<String, String> two(String action, String key, String value) {
    return Map.of(
        "ETCD_WATCH_ACTION", action,
        "ETCD_WATCH_KEY", key,
        "ETCD_WATCH_VALUE", value,
        "ETCD_WATCH_MODIFIED_INDEX", "12");
  }

  @Test
  void aPutOfVersionThreeIsAnUpdate() {
    Map<String, String> put = three("\"PUT\"", "\"/shop/limits\"", "\"{\\\"a\\\": \\\"é\\\"}\\n\"");
    assertThat(EtcdWatchEvent.isIn(put)).isTrue();
    assertThat(EtcdWatchEvent.of(put, "/"))
        .isEqualTo(ConfigUpdate.of("shop", "limits", 7, "{\"a\":\"é\"}"));
  }

  @Test
  void everyEscapeOfGoIsUnderstood() {
    String quoted =
        "\"{\\\"a\\\":\\\"\\\\\\\\ \\\\u00e9 \\u202e \\U0001f600 \\xc3\\xa9\\\"}\\t\\r\\n\"";
    assertThat(EtcdWatchEvent.of(three("PUT", "\"/s/\\x6b\"", quoted), "/"))
        .isEqualTo(ConfigUpdate.of("s", "k", 7, "{\"a\":\"\\\\ é \u202e \ud83d\ude00 é\"}"));
  }

  @Test
  void aSetOfVersionTwoIsAnUpdate() {
    assertThat(EtcdWatchEvent.of(two("set", "/shop/limits", "{\"a\":\"\\\"\"}"), "/"))
        .isEqualTo(ConfigUpdate.of("shop", "limits", 12, "{\"a\":\"\\\"\"}"));
  }

  @Test
  void thePrefixStandsBefore() {
    assertThat(EtcdWatchEvent.of(three("PUT", "\"/config/shop/a\"", "\"{}\""), "/config/").name())
        .isEqualTo("shop/a");
    assertThatThrownBy(
            () -> EtcdWatchEvent.of(three("PUT", "\"/other/shop/a\"", "\"{}\""), "/config/"))
        .hasMessage("key '/other/shop/a': is no key of the form /config/PRODUCT/KEY; name it so");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"DELETE\"|\"/a/b\"|\"\"|'DELETE' changes no value; only PUT does",
        "\"PUT\"|\"/a\"|\"{}\"|is no key of the form /PRODUCT/KEY",
        "\"PUT\"|\"/a/b/c\"|\"{}\"|is no key of the form",
        "\"PUT\"|\"a/b\"|\"{}\"|is no key of the form",
        "\"PUT\"|\"/../etc\"|\"{}\"|p, the product, is '..'",
        "\"PUT\"|\"/a/b;touch x\"|\"{}\"|k, the key, is 'b;touch x'",
        "\"PUT\"|\"/a/\\x00\"|\"{}\"|k, the key, is '\\u0000'",
        "\"PUT\"|\"/a/\\n\"|\"{}\"|k, the key, is '\\u000a'",
        "\"PUT\"|\"/a/\\xff\"|\"{}\"|is no key of the form",
        "\"PUT\"|\"/a/b\"|\"hunter2\"|the configuration is no JSON in UTF-8",
        "\"PUT\"|\"/a/b\"|\"{\\\"x\\\":\\\"\\xff\\\"}\"|the configuration is no JSON in UTF-8",
        "\"PUT\"|\"/a/b\"|\"[1]\"|the configuration is of type array",
      })
  void everythingElseIsNone(String type, String key, String value, String reason) {
    assertThatThrownBy(() -> EtcdWatchEvent.of(three(type, key, value), "/"))
        .isInstanceOf(UpdateException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("hunter2")
        .hasLineCount(1);
  }

  @Test
  void ofVersionTwoOnlyASetCounts() {
    assertThatThrownBy(() -> EtcdWatchEvent.of(two("update", "/a/b", "{}"), "/"))
        .hasMessage("'update' changes no value; only set does");
  }

  @Test
  void aRevisionThatIsNoneIsTold() {
    Map<String, String> put = new HashMap<>(three("PUT", "\"/a/b\"", "\"{}\""));
    put.put("ETCD_WATCH_REVISION", "9223372036854775808");
    assertThatThrownBy(() -> EtcdWatchEvent.of(put, "/"))
        .hasMessage("key '/a/b': ETCD_WATCH_REVISION is no revision; have etcdctl run this");
    put.put("ETCD_WATCH_REVISION", "\"9223372036854775807\"");
    assertThat(EtcdWatchEvent.of(put, "/").version()).isEqualTo(Long.MAX_VALUE);
    put.remove("ETCD_WATCH_REVISION");
    assertThatThrownBy(() -> EtcdWatchEvent.of(put, "/")).hasMessageContaining("no revision");
  }

  @Test
  void otherEnvironmentsAreNotEtcdctls() {
    assertThat(EtcdWatchEvent.isIn(Map.of("ETCD_WATCH_KEY", "/a/b"))).isFalse();
  }
}
