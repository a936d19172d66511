package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One agent of a {@link ConsulCluster}, server or client, with a data directory of its own. It is
 * the same node for Consul also after it was wiped.
 */
public final class ClusterAgent {

  private static final int HTTP_PORT = 8500;

  private final String name;
  private final String address;
  private final Path directory;
  private final List<String> command;
  private OwnProcess process;

  ClusterAgent(String name, String address, Path directory, List<String> options) {
    this.name = name;
    this.address = address;
    this.directory = directory;
    this.command = new ArrayList<>(List.of(ConsulBinary.find().toString(), "agent"));
    command.addAll(List.of("-node", name, "-bind", address, "-client", address));
    command.addAll(List.of("-data-dir", data().toString(), "-log-level", "info"));
    command.addAll(options);
    this.process = launch();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private OwnProcess launch() {
    try {
      Files.createDirectories(data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OwnProcess.start(command, directory, directory.resolve("log"));
  }

  /** The name of its node. */
  public String name() {
    return name;
  }

  /** The address of its HTTP API, {@code 127.x.y.z:8500}. */
  public String httpAddress() {
    return address + ":" + HTTP_PORT;
  }

  String ip() {
    return address;
  }

  /** What it wrote to its log since it was started. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of {@code GET path}, whatever the status. */
  public String get(String path) {
    return send("GET", path, "").body();
  }

  /** The body of {@code PUT path}, whatever the status. */
  public String put(String path, String body) {
    return send("PUT", path, body).body();
  }

  /** A raw request, with headers as name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return AgentRequests.send(httpAddress(), method, path, body, headers);
  }

  /** Whether its process is there, be it paused or not. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as a power failure would. */
  public void kill() {
    process.kill();
  }

  /** Freezes it with SIGSTOP: connections stay open and nobody answers. */
  public void pause() {
    process.signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    process.signal("CONT");
  }

  /** Starts it again with the data it had, without waiting until it answers. */
  public void restart() {
    kill();
    process = launch();
  }

  /** Starts it again with an empty data directory, without waiting until it answers. */
  public void restartWiped() {
    kill();
    OwnProcess.delete(data());
    process = launch();
  }

  /** Waits until it answers requests. */
  public void awaitAnswer() {
    Await.until(name + " answers", () -> send("GET", "/v1/agent/self", "").statusCode() == 200);
  }
}
