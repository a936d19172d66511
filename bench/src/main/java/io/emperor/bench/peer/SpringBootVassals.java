package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An emperor that runs the small Spring Boot app's jar as it is: it registers it, not the app
 * itself.
 */
public final class SpringBootVassals implements Peer {

  private final Emperor emperor;
  private final Path jar;
  private final boolean isArchived;

  /**
   * On a Java, with which it runs the app as well.
   *
   * @param isArchived whether it is to keep an archive of the app's classes
   */
  public SpringBootVassals(BenchPaths paths, Jdk jdk, boolean isArchived) {
    this.emperor = Emperor.on(paths, jdk);
    this.jar = paths.springBoot();
    this.isArchived = isArchived;
  }

  @Override
  public String name() {
    return isArchived ? "emperor, archived" : "emperor";
  }

  @Override
  public Running start(Path work, String consul) {
    String[] agent = consul.split(":", 2);
    return emperor.start(
        work,
        consul,
        String.format(
            Locale.ROOT,
            """
            app: %s
            check-http: /
            class-archive: %b
            drain: 0
            stop-timeout: 2m
            env:
              SPRING_APPLICATION_NAME: "${EMPEROR_VASSAL}"
              SPRING_CLOUD_CONSUL_HOST: "%s"
              SPRING_CLOUD_CONSUL_PORT: "%s"
            """,
            jar,
            isArchived,
            agent[0],
            agent[1]));
  }
}
