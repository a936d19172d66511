package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import io.emperor.consul.FreePort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** uWSGI's Emperor from Debian, with small apps in Python. */
public final class Uwsgi implements Peer {

  private final Path app;
  private final String name;
  private final List<String> options;

  private Uwsgi(BenchPaths paths, String name, List<String> options) {
    this.app = paths.root().resolve("bench/apps/wsgi.py");
    this.name = name;
    this.options = options;
  }

  /** As it is when nothing is said: it looks every 3 seconds. */
  public static Uwsgi byDefault(BenchPaths paths) {
    return new Uwsgi(paths, "uWSGI", List.of());
  }

  /** The most eager that it can be: it looks every second. */
  public static Uwsgi eager(BenchPaths paths) {
    return new Uwsgi(paths, "uWSGI, scan 1 s", List.of("--emperor-freq", "1"));
  }

  /** Whether it is there. */
  public static boolean isInstalled() {
    return Launched.isThere("uwsgi");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Running start(Path work, String consul) {
    Path vassals = Directory.made(work.resolve("vassals"));
    List<String> command = new ArrayList<>(List.of("uwsgi", "--emperor", vassals.toString()));
    command.add("--die-on-term");
    command.addAll(options);
    Launched launched =
        Launched.start(command, Map.of("SERVICE_CONSUL", consul), work.resolve("log"));
    return new Dropping(launched, work, vassals, ".ini", this::vassal);
  }

  private byte[] vassal(String name) {
    return String.format(
            Locale.ROOT,
            """
      [uwsgi]
      plugins = python3
      http-socket = 127.0.0.1:%1$d
      wsgi-file = %3$s
      need-app = true
      disable-logging = true
      env = SERVICE_NAME=%2$s
      env = SERVICE_PORT=%1$d
      """,
            FreePort.find(),
            name,
            app)
        .getBytes(StandardCharsets.UTF_8);
  }
}
