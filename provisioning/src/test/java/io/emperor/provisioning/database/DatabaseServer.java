package io.emperor.provisioning.database;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real server on a loopback port, with data below a directory of its own. */
abstract class DatabaseServer implements AutoCloseable {

  static final String PASSWORD = "admin-s3cret-word";

  final Path home;
  final int port;
  private final DatabaseLibraries.Use drivers = DatabaseLibraries.own().use();
  private @Nullable Process process;

  DatabaseServer() throws IOException {
    home = Files.createTempDirectory("database");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  /** The environment variable, else what the script prints. */
  static Path programs(String variable, String script) throws IOException {
    String given = System.getenv(variable);
    if (given != null && !given.isBlank()) {
      return Path.of(given);
    }
    Path fetch =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(directory -> directory.resolve("bin").resolve(script))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    String printed = output(new ProcessBuilder(fetch.toString()));
    if (printed.isBlank()) {
      throw new IllegalStateException(fetch + " failed; set " + variable);
    }
    return Path.of(printed.strip());
  }

  static String output(ProcessBuilder command) throws IOException {
    Process process =
        command
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(new File("/dev/null"))
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** What runs it until it is killed. */
  abstract List<String> command() throws IOException;

  /** The administrator's. */
  abstract String user();

  /** The address of a database, as the gate takes it. */
  abstract String url(String name);

  /** The database that is always there. */
  abstract String always();

  final void start() throws IOException {
    Process started =
        new ProcessBuilder(command())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
            .start();
    process = started;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(Files.readString(home.resolve("log")));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean answers() {
    try (Connection connection = connect(always())) {
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  /** As a power failure would. */
  final void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  final Connection connect(String database) throws SQLException {
    Properties credentials = new Properties();
    credentials.setProperty("user", user());
    credentials.setProperty("password", PASSWORD);
    return drivers.library().connect(url(database), credentials);
  }

  final void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        boolean unused = statement.execute(each);
      }
    }
  }

  /** The first column. */
  final List<String> query(String database, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    kill();
    drivers.close();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
