package io.emperor.provisioning.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MariaDB. */
final class MariadbServer extends DatabaseServer {

  private final Path programs = programs("MARIADB_BIN", "fetch-mariadb");

  MariadbServer() throws IOException {
    List<String> command = command("mariadb-install-db");
    command.add("--auth-root-authentication-method=normal");
    command.add("--skip-test-db");
    output(new ProcessBuilder(command).directory(home.toFile()));
    Files.writeString(
        home.resolve("init.sql"),
        "GRANT ALL ON *.* TO admin@'%' IDENTIFIED BY '" + PASSWORD + "' WITH GRANT OPTION;\n");
  }

  private List<String> command(String program) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    command.add("--no-defaults");
    command.add("--datadir=" + home.resolve("data"));
    if (isRoot()) {
      command.add("--user=root");
    }
    return command;
  }

  @Override
  List<String> command() {
    List<String> command = command("mariadbd");
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--socket=" + home.resolve("socket"));
    command.add("--skip-name-resolve");
    command.add("--init-file=" + home.resolve("init.sql"));
    command.add("--innodb-flush-log-at-trx-commit=0");
    return command;
  }

  @Override
  String user() {
    return "admin";
  }

  @Override
  String always() {
    return "mysql";
  }

  @Override
  String url(String name) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + name;
  }
}
