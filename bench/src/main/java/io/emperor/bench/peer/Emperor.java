package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built distribution's {@code bin/emperor}, as users start it. */
public final class Emperor implements Peer {

  private final BenchPaths paths;
  private final String name;
  private final Path app;
  private final List<String> options;
  private final String javaOptions;
  private final @Nullable Path javaHome;

  /** The one that was built. */
  public Emperor(BenchPaths paths) {
    this(paths, "emperor", paths.smallVassal(), List.of(), "", null);
  }

  private Emperor(
      BenchPaths paths,
      String name,
      Path app,
      List<String> options,
      String javaOptions,
      @Nullable Path javaHome) {
    this.paths = paths;
    this.name = name;
    this.app = app;
    this.options = options;
    this.javaOptions = javaOptions;
    this.javaHome = javaHome;
  }

  /** The same, as if nobody had called {@code emperor archive} for it. */
  public static Emperor withoutArchive(BenchPaths paths) {
    String name = "itself without its archive";
    return new Emperor(paths, name, paths.smallVassal(), List.of(), "-Xshare:auto", null);
  }

  /** The same with another app, a jar, and with more options. */
  public static Emperor with(BenchPaths paths, Path app, String... options) {
    return new Emperor(paths, "emperor", app, List.of(options), "", null);
  }

  /** The same on another Java, whose archive is made first. */
  public static Emperor on(BenchPaths paths, Jdk jdk) {
    String name = "itself on Java " + jdk.version();
    Emperor emperor = new Emperor(paths, name, paths.smallVassal(), List.of(), "", jdk.home());
    Path log = paths.scratch().resolve("log");
    try (Launched launched =
        Launched.start(List.of(emperor.program(), "archive"), emperor.environment(), log)) {
      launched.handle().onExit().join();
    }
    return emperor;
  }

  private String program() {
    return paths.distribution().resolve("bin/emperor").toString();
  }

  private Map<String, String> environment() {
    return javaHome == null ? Map.of() : Map.of("JAVA_HOME", javaHome.toString());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Running start(Path work, String consul) {
    return start(work, consul, options);
  }

  /** Starts it with more options. */
  public Running start(Path work, String consul, List<String> options) {
    Path vassals = Directory.made(work.resolve("vassals"));
    Launched launched = launched(work, consul, vassals, options);
    return new Dropping(launched, work, vassals, ".jar", service -> content(app));
  }

  /**
   * Starts it for vassals whose file is their configuration.
   *
   * @param configuration in YAML, which names the app
   */
  Running start(Path work, String consul, String configuration) {
    Path vassals = Directory.made(work.resolve("vassals"));
    Launched launched = launched(work, consul, vassals, List.of());
    byte[] content = configuration.getBytes(StandardCharsets.UTF_8);
    return new Dropping(launched, work, vassals, ".yaml", service -> content);
  }

  private Launched launched(Path work, String consul, Path vassals, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(List.of("--consul-agent", consul, "--vassals", vassals.toString()));
    command.addAll(List.of("--name", "bench"));
    command.addAll(options);
    Map<String, String> variables = new HashMap<>(environment());
    variables.put("EMPEROR_DATA_DIR", work.resolve("data").toString());
    variables.put("EMPEROR_ADMIN", "127.0.0.1:0");
    variables.put("EMPEROR_JAVA_OPTS", javaOptions);
    return Launched.start(command, variables, work.resolve("log"));
  }

  private static byte[] content(Path file) {
    return Directory.io(() -> Files.readAllBytes(file));
  }
}
