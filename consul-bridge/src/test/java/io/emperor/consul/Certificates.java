package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A CA, a server's and a client's certificate, made by Consul's own commands. */
final class Certificates {

  private final Path directory;

  private Certificates(Path directory) {
    this.directory = directory;
  }

  static Certificates in(Path directory) throws Exception {
    Certificates certificates = new Certificates(directory);
    certificates.tls("ca", "create");
    certificates.tls("cert", "create", "-server", "-additional-dnsname", "agent.test");
    certificates.tls("cert", "create", "-client");
    return certificates;
  }

  private void tls(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(ConsulBinary.find().toString(), "tls"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("tls.log").toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** An agent's files, as it is configured with them. */
  String agent() {
    return """
    ca_file = "%1$s/consul-agent-ca.pem"
    cert_file = "%1$s/dc1-server-consul-0.pem"
    key_file = "%1$s/dc1-server-consul-0-key.pem"
    """
        .formatted(directory);
  }

  /** The environment of a client that knows the CA and shows no certificate. */
  Map<String, String> trusting(int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CONSUL_HTTP_ADDR", "127.0.0.1:" + port);
    environment.put("CONSUL_HTTP_SSL", "true");
    environment.put("CONSUL_CACERT", directory.resolve("consul-agent-ca.pem").toString());
    environment.put("CONSUL_TLS_SERVER_NAME", "server.dc1.consul");
    return environment;
  }

  /** The same with the client's certificate. */
  Map<String, String> presenting(int port) {
    Map<String, String> environment = trusting(port);
    environment.put("CONSUL_CLIENT_CERT", directory.resolve("dc1-client-consul-0.pem").toString());
    environment.put(
        "CONSUL_CLIENT_KEY", directory.resolve("dc1-client-consul-0-key.pem").toString());
    return environment;
  }
}
