package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import io.emperor.consul.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spring Boot services with Consul discovery: a drop is the start of a JVM. */
public final class SpringBoot implements Peer {

  private static final String NAME = "--spring.application.name=";

  private final Path jar;
  private final String java;

  /** With the small app that was built. */
  public SpringBoot(BenchPaths paths) {
    this(paths.springBoot());
  }

  /** With an app, as a jar that can be started. */
  public SpringBoot(Path jar) {
    this(jar, "java");
  }

  private SpringBoot(Path jar, String java) {
    this.jar = jar;
    this.java = java;
  }

  /** With the small app on another Java. */
  public static SpringBoot on(BenchPaths paths, Jdk jdk) {
    return new SpringBoot(paths.springBoot(), jdk.home().resolve("bin/java").toString());
  }

  @Override
  public String name() {
    return "Spring Boot";
  }

  @Override
  public Running start(Path work, String consul) {
    return new Services(
        Launched.start(List.of("/bin/sh", "-s"), Map.of(), work.resolve("log")),
        "%s -jar %s --spring.cloud.consul.host=%s --spring.cloud.consul.port=%s"
            .formatted(java, jar, consul.split(":", 2)[0], consul.split(":", 2)[1]));
  }

  /** A shell that starts what it is told to, so that all have one process to descend from. */
  private record Services(Launched shell, String command, Map<String, String> prepared)
      implements Running {

    Services(Launched shell, String command) {
      this(shell, command, new ConcurrentHashMap<>());
    }

    @Override
    public void prepare(String app) {
      String own =
          String.format(Locale.ROOT, " %s%s --server.port=%d &", NAME, app, FreePort.find());
      prepared.put(app, command + own);
    }

    @Override
    public void drop(String app) {
      String line = prepared.remove(app);
      if (line == null) {
        throw new IllegalStateException(app + " was not prepared");
      }
      shell.tell(line);
    }

    @Override
    public void touch(String app) {
      throw new UnsupportedOperationException("nobody watches it");
    }

    @Override
    public void remove(String app) {
      shell
          .handle()
          .descendants()
          .filter(jvm -> List.of(jvm.info().arguments().orElse(new String[0])).contains(NAME + app))
          .forEach(ProcessHandle::destroy);
    }

    @Override
    public ProcessHandle process() {
      return shell.handle();
    }

    @Override
    public void close() {
      shell.close();
    }
  }
}
