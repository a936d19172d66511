package io.emperor.provisioning.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.YamlTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsReaderTest {

  private final List<String> problems = new ArrayList<>();

  private CredentialsReader reader(String yaml) {
    return new CredentialsReader(YamlTree.parse(yaml, "shop.yaml"), problems);
  }

  private List<CredentialPlan> read(String yaml) {
    return reader(yaml).read().all();
  }

  @Test
  void readsWhatIsThere() {
    assertThat(
            read(
                """
                credentials:
                  tls: {certificate: pki/shop/cert, key: pki/shop/key, chain: pki/chain, ca: pki/ca}
                  token: {value: secrets/shop}
                """))
        .containsExactly(
            new CredentialPlan(
                "tls",
                Map.of(
                    CredentialPart.CERTIFICATE,
                    "pki/shop/cert",
                    CredentialPart.KEY,
                    "pki/shop/key",
                    CredentialPart.CHAIN,
                    "pki/chain",
                    CredentialPart.CA,
                    "pki/ca")),
            new CredentialPlan("token", Map.of(CredentialPart.VALUE, "secrets/shop")));
    assertThat(problems).isEmpty();
    assertThat(read("sources: []")).isEmpty();
  }

  @Test
  void aServerShowsOneOfTheCertificates() {
    String credentials = "credentials: {a: {certificate: x, key: y}, b: {value: z}}\n";
    assertThat(reader(credentials + "tls: {certificate: a}").read().server()).hasValue("a");
    assertThat(reader(credentials).read().server()).isEmpty();
    assertThat(problems).isEmpty();

    for (String wrong : List.of("{certificate: b}", "{certificate: c}", "a", "{certficate: a}")) {
      assertThat(reader(credentials + "tls: " + wrong).read().server()).isEmpty();
    }
    assertThat(problems)
        .containsExactly(
            "shop.yaml:2: tls.certificate b is no certificate among the credentials; write its"
                + " name as it stands there",
            "shop.yaml:2: tls.certificate c is no certificate among the credentials; write its"
                + " name as it stands there",
            "shop.yaml:2: tls names no credential; write {certificate: NAME}, one of them",
            "shop.yaml:2: tls names no credential; write {certificate: NAME}, one of them");
  }

  @Test
  void saysWhatIsWrongAllAtOnce() {
    assertThat(
            read(
                """
                credentials:
                  a: {certificate: x, kay: y}
                  b: {certificate: x}
                  c: {value: x, key: y}
                  ../d: {value: x}
                  e: tls
                  f: {value: 5}
                """))
        .isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:2: credentials.a.kay is no key of a credential; did you mean key?",
            "shop.yaml:3: credentials.b.key is missing; write the key of Consul that holds it",
            "shop.yaml:4: credentials.c.value stands beside what is for certificates; write one of"
                + " them",
            "shop.yaml:5: credentials.../d is no name of a credential; write up to 64 letters,"
                + " digits, _ and -",
            "shop.yaml:6: credentials.e is no credential; write a map with the keys certificate"
                + " and key",
            "shop.yaml:7: credentials.f.value is no text; write a key of Consul, such as"
                + " pki/shop/value");
    problems.clear();
    assertThat(read("credentials: [tls]")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:1: credentials is no map; write a name for each, and certificate and key"
                + " below it");
  }
}
