package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, 10.0.0.1:80",
    "255.255.255.254, 255.255.255.254, 255.255.255.254:80",
    "::1, ::1, [::1]:80",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1, [2001:db8::1]:80",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, [2001:0:0:1::1]:80",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, [2001:db8::1:0:0:1]:80",
    "1::, 1::, [1::]:80",
    "::ffff:10.0.0.1, 10.0.0.1, 10.0.0.1:80",
  })
  void isWrittenInOneWay(String text, String canonical, String endpoint) {
    IpAddress address = IpAddress.parse(text).orElseThrow();
    assertThat(address).hasToString(canonical);
    assertThat(IpAddress.parse(canonical)).contains(address);
    assertThat(new Endpoint(address, 80)).hasToString(endpoint);
    assertThat(Endpoint.parse(endpoint)).contains(new Endpoint(address, 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.1.",
        "10.0.0.1 ",
        "10.0.0.1\n",
        "0.0.0.0",
        "::",
        ":",
        "1",
        "[::1]",
        "fe80::1%eth0",
        "::g",
        "1:2:3",
        "10.0.0.1:80",
        "a\u0000b"
      })
  void anythingElseIsNone(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void anEndpointNeedsAPortAndBracketsAsHaproxyHasThem() {
    assertThat(Endpoint.parse("10.0.0.1")).isEmpty();
    assertThat(Endpoint.parse("::1:80")).isEmpty();
    assertThat(Endpoint.parse("10.0.0.1:0")).isEmpty();
    assertThat(Endpoint.parse("10.0.0.1:65536")).isEmpty();
    assertThat(Endpoint.parse("10.0.0.1:65535")).isPresent();
  }
}
