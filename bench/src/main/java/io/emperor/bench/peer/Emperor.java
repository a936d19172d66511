package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The built distribution's {@code bin/emperor}, as users start it. */
public final class Emperor implements Peer {

  private final BenchPaths paths;
  private final String name;
  private final String javaOptions;

  /** The one that was built. */
  public Emperor(BenchPaths paths) {
    this(paths, "emperor", "");
  }

  private Emperor(BenchPaths paths, String name, String javaOptions) {
    this.paths = paths;
    this.name = name;
    this.javaOptions = javaOptions;
  }

  /** The same, as if nobody had called {@code emperor archive} for it. */
  public static Emperor withoutArchive(BenchPaths paths) {
    return new Emperor(paths, "itself without its archive", "-Xshare:auto");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Running start(Path work, String consul) {
    return start(work, consul, List.of());
  }

  /** Starts it with more options. */
  public Running start(Path work, String consul, List<String> options) {
    Path vassals = Directory.made(work.resolve("vassals"));
    List<String> command = new ArrayList<>();
    command.add(paths.distribution().resolve("bin/emperor").toString());
    command.addAll(List.of("--consul-agent", consul, "--vassals", vassals.toString()));
    command.addAll(List.of("--name", "bench"));
    command.addAll(options);
    Launched launched =
        Launched.start(
            command,
            Map.of(
                "EMPEROR_DATA_DIR",
                work.resolve("data").toString(),
                "EMPEROR_ADMIN",
                "127.0.0.1:0",
                "EMPEROR_JAVA_OPTS",
                javaOptions),
            work.resolve("log"));
    return new Dropping(launched, work, vassals, ".jar", app -> content(paths.smallVassal()));
  }

  private static byte[] content(Path file) {
    return Directory.io(() -> Files.readAllBytes(file));
  }
}
