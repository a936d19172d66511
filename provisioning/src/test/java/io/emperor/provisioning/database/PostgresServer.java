package io.emperor.provisioning.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, by somebody who is not root: it refuses to run as root. */
final class PostgresServer extends DatabaseServer {

  private final Path programs = programs("POSTGRESQL_BIN", "fetch-postgresql");

  PostgresServer() throws IOException {
    Path password = Files.writeString(home.resolve("password"), PASSWORD);
    if (isRoot()) {
      Files.setOwner(
          home,
          home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    output(
        new ProcessBuilder(
                unprivileged(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + home.resolve("data"),
                    "--username=" + user(),
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--no-sync",
                    "--no-instructions"))
            .directory(home.toFile()));
  }

  private static List<String> unprivileged(String... words) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    }
    command.addAll(List.of(words));
    return command;
  }

  @Override
  List<String> command() {
    return unprivileged(
        programs.resolve("postgres").toString(),
        "-D",
        home.resolve("data").toString(),
        "-p",
        "" + port,
        "-h",
        "127.0.0.1",
        "-k",
        home.toString(),
        "-c",
        "fsync=off");
  }

  @Override
  String user() {
    return "postgres";
  }

  @Override
  String always() {
    return "postgres";
  }

  @Override
  String url(String name) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }
}
