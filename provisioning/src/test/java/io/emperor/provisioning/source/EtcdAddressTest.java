package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://etcd:4001/shop/, http://etcd:4001, shop/",
    "http://etcd/shop, http://etcd:2379, shop/",
    "https://etcd/shop/a%20b/, https://etcd:2379, shop/a b/",
    "HTTP://etcd//shop/, http://etcd:2379, /shop/",
    "http://[::1]:2379, http://[::1]:2379, ''",
    "http://etcd:2379/, http://etcd:2379, ''",
  })
  void aUrlNamesAServerAndAPrefix(String url, String base, String prefix) {
    EtcdAddress address = EtcdAddress.of(url);
    assertThat(address.base()).hasToString(base);
    assertThat(address.prefix()).isEqualTo(prefix);
    assertThat(address.user()).isNull();
  }

  @Test
  void userAndPasswordAreReadAndNotShown() {
    EtcdAddress address = EtcdAddress.of("http://shop:hunter%402:x@etcd:2379/shop/");
    assertThat(address.user()).isEqualTo("shop");
    assertThat(address.password()).isEqualTo("hunter@2:x");
    assertThat(address).hasToString("http://etcd:2379/shop/");
    assertThat(new EtcdSource("http://shop:hunter2@etcd/shop/", true).name())
        .isEqualTo("etcd http://etcd:2379/shop/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "etcd",
        "etcd:2379/hunter2",
        "ftp://hunter2@etcd/",
        "http:///shop/",
        "http://etcd/?hunter2",
        "http://etcd/#hunter2",
        "http://a b:hunter2@etcd/",
        "http://etcd:hunter2/",
      })
  void whatIsNoUrlIsRefusedWithoutAnyOfIt(String url) {
    assertThatThrownBy(() -> EtcdAddress.of(url))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the URL of etcd can't be read; write http://HOST:2379/PREFIX/");
  }
}
