package io.emperor.await;

import java.net.URI;
import java.nio.file.Path;

/** Makes what is waited for. */
public final class Conditions {

  private Conditions() {}

  /**
   * A port that takes connections.
   *
   * @param host a name or an address, without brackets
   * @param port 1 to 65535
   */
  public static Condition tcp(String host, int port) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return new PolledCondition("tcp://" + shown + ":" + port, new TcpLook(host, port));
  }

  /** An address that answers with a status of the two hundreds. */
  public static Condition http(URI address) {
    HttpLook look = HttpLook.at(address);
    return new PolledCondition(look.probe().toString(), look);
  }

  /** A file or a directory that is there. */
  public static Condition file(Path file) {
    return new PolledCondition("file://" + file, new FileLook(file));
  }
}
