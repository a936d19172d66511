package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.admin.AdminSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is said to be where an admin endpoint was to be opened. */
class OccupantTest {

  private final IOException taken =
      new IOException("port 9191 can't be opened: Address already in use", new BindException());

  private HttpServer there;

  @BeforeEach
  void occupy() throws IOException {
    there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    there.start();
  }

  @AfterEach
  void leave() {
    there.stop(0);
  }

  private AdminSettings place() {
    return new AdminSettings(
        "127.0.0.1", InetAddress.getLoopbackAddress(), there.getAddress().getPort(), null);
  }

  @Test
  void anEmperorIsCalledByItsName() {
    there.createContext(
        "/v1/emperor",
        exchange -> {
          byte[] answer = "{\"name\":\"shop-1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });

    assertThat(Occupant.message(place(), taken))
        .isEqualTo(
            "port 9191 can't be opened: Address already in use: the emperor shop-1 is there already:"
                + " give each emperor an --admin of its own, or none");
  }

  @Test
  void anotherProgramIsNot() {
    assertThat(Occupant.message(place(), taken))
        .isEqualTo(
            "port 9191 can't be opened: Address already in use: name another place, or none");
  }

  @Test
  void nobodyIsAskedWhereThePlaceIsFree() {
    assertThat(Occupant.message(place(), new IOException("the token file is empty")))
        .isEqualTo("the token file is empty");
  }
}
