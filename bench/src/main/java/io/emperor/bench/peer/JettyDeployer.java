package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import io.emperor.consul.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jetty's distribution with its deployer, one web application for each app, all in one JVM. */
public final class JettyDeployer implements Peer {

  /** What stands below the deployer's line would be the deployed apps' alone. */
  private final Path home;

  private final byte[] war;

  /** The one that was fetched, with the small web app. */
  public JettyDeployer(BenchPaths paths) {
    this(paths, War.content());
  }

  private JettyDeployer(BenchPaths paths, byte[] war) {
    this.home = paths.jetty();
    this.war = war;
  }

  /** The same with another app, which has itself in Consul. */
  public static JettyDeployer with(BenchPaths paths, Path war) {
    return new JettyDeployer(paths, Directory.io(() -> Files.readAllBytes(war)));
  }

  @Override
  public String name() {
    return "Jetty's deployer";
  }

  @Override
  public Running start(Path work, String consul) {
    Path webapps = Directory.made(work.resolve("webapps"));
    int port = FreePort.find();
    List<String> command =
        List.of(
            "java",
            "-Djava.io.tmpdir=" + Directory.made(work.resolve("tmp")),
            "-Dservice.consul=" + consul,
            "-Dservice.port=" + port,
            "-Djetty.base=" + work,
            "-jar",
            home.resolve("start.jar").toString());
    Directory.io(
        () ->
            Files.writeString(
                work.resolve("start.ini"),
                String.format(
                    Locale.ROOT,
                    """
      --module=http
      jetty.http.host=127.0.0.1
      jetty.http.port=%d
      jetty.deploy.scanInterval=1
      --module=ee11-deploy
      """,
                    port)));
    Launched launched = Launched.start(command, Map.of(), work.resolve("log"));
    return new Dropping(launched, work, webapps, ".war", app -> war);
  }
}
