package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PemKeyTest {

  @Test
  void privateKeysInEveryForm() throws GeneralSecurityException {
    KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
    rsaKeys.initialize(2048);
    KeyPair rsa = rsaKeys.generateKeyPair();
    byte[] pkcs8 = rsa.getPrivate().getEncoded();
    assertThat(PemKey.parse(pem("PRIVATE KEY", pkcs8))).isEqualTo(rsa.getPrivate());
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertThat(PemKey.parse(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsa.getPrivate());
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    assertThat(PemKey.parse(pem("PRIVATE KEY", ec.getPrivate().getEncoded())))
        .isEqualTo(ec.getPrivate());
    for (String broken :
        List.of(
            "", "nothing", pem("PRIVATE KEY", new byte[3]), pem("EC PRIVATE KEY", new byte[3]))) {
      assertThatThrownBy(() -> PemKey.parse(broken)).isInstanceOf(GeneralSecurityException.class);
    }
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
