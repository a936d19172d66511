package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code docs/provisioning.md} that make certificates, as they stand there. */
@Timeout(180)
class CertificateRecipesTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "provisioning.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```shell\n(.*?)```");

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path desk;

  private Scene scene;

  @BeforeEach
  void start() {
    assumeTrue(Command.exists("openssl"));
    scene = Scene.start(data, vassals);
  }

  @AfterEach
  void stop() {
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void anOwnAuthorityAndARotation() throws Exception {
    String page = Files.readString(PAGE);
    AppJar.drop(between(page, "```yaml\n# pay.yaml\n", "```"), vassals.resolve("pay.yaml"));
    scene.emperor().line("pay: waits for its inputs: credential tls: pki/pay/cert is missing");

    commands(between(page, "### TLS from an own CA\n", "### "));
    int port = scene.consul().passing("pay").at("/Service/Port").asInt();
    X509Certificate first = certificate(port);
    assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=pay");

    commands(between(page, "### Rotating a certificate\n", "### "));
    Await.until(
        "another one is shown",
        () -> {
          int now = scene.consul().passing("pay").at("/Service/Port").asInt();
          return !certificate(now).equals(first);
        });
  }

  private static String between(String page, String begin, String end) {
    int from = page.indexOf(begin) + begin.length();
    assertThat(from).as(begin).isGreaterThanOrEqualTo(begin.length());
    return page.substring(from, page.indexOf(end, from));
  }

  /** Consul's and the emperor's own commands are where the machine has them. */
  private void commands(String section) throws IOException, InterruptedException {
    String script =
        BLOCK.matcher(section).results().map(each -> each.group(1)).collect(Collectors.joining());
    Terminal operator = Terminal.beside(data, scene.emperor());
    ProcessBuilder shell =
        new ProcessBuilder(
                "sh",
                "-ec",
                "consul() { \"$CONSUL\" \"$@\"; }\nemperor() { \"$EMPEROR\" \"$@\"; }\n" + script)
            .directory(desk.toFile())
            .redirectErrorStream(true)
            .redirectOutput(desk.resolve("printed").toFile());
    shell.environment().put("CONSUL", ConsulBinary.find().toString());
    shell.environment().put("CONSUL_HTTP_ADDR", scene.agent().httpAddress());
    shell.environment().put("EMPEROR", EmperorProcess.HOME.resolve("bin/emperor").toString());
    shell.environment().put("EMPEROR_ADMIN", operator.admin());
    shell.environment().put("EMPEROR_DATA_DIR", data.toString());
    assertThat(shell.start().waitFor()).as(this::printed).isZero();
  }

  private String printed() {
    try {
      return Files.readString(desk.resolve("printed"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What a client gets that trusts the own authority alone, and looks at the name. */
  private X509Certificate certificate(int port) {
    try (var in = Files.newInputStream(desk.resolve("ca.crt"))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
