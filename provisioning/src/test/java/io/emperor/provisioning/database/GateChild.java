package io.emperor.provisioning.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Passes a gate in a JVM of its own, which can be killed. */
final class GateChild {

  private GateChild() {}

  static Process start(DatabaseTarget target, Path migrations) throws IOException {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            GateChild.class.getName(),
            target.url(),
            target.user(),
            migrations.toString());
    child.environment().put("PASSWORD", target.password());
    return child
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(migrations.resolveSibling("child.log").toFile())
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    DatabaseOutcome outcome =
        new DatabaseGate(
                new DatabasePlan(true, Optional.of(Path.of(arguments[2]))),
                DatabaseLibraries.own(),
                new DatabaseTarget(arguments[0], arguments[1], System.getenv("PASSWORD")),
                waits -> System.out.println(waits.reason()))
            .pass();
    System.out.println(outcome);
  }
}
