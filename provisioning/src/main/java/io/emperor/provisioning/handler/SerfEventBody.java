package io.emperor.provisioning.handler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An event as bytes, which a shell can write, too: each variable as an environment has it, {@code
 * NAME=VALUE} in UTF-8 with a NUL behind it, then one more NUL, then the standard input as it is.
 */
public final class SerfEventBody {

  /** How long one can be, in bytes: the tags of a node are far below what is left for them. */
  public static final int LONGEST = SerfEvent.MOST_INPUT + (1 << 16);

  private SerfEventBody() {}

  /** Writes an event. */
  public static byte[] of(SerfEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    event
        .environment()
        .forEach(
            (variable, value) -> {
              bytes.writeBytes((variable + "=" + value).getBytes(StandardCharsets.UTF_8));
              bytes.write(0);
            });
    bytes.write(0);
    bytes.writeBytes(event.input());
    return bytes.toByteArray();
  }

  /**
   * Reads an event. Variables that are not serf's are left alone.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SerfEvent parse(byte[] body) {
    Map<String, String> environment = new HashMap<>();
    int from = 0;
    for (int end = end(body, from); end > from; end = end(body, from)) {
      String variable = new String(body, from, end - from, StandardCharsets.UTF_8);
      int sign = variable.indexOf('=');
      if (variable.startsWith(SerfEvent.PREFIX) && sign > 0) {
        environment.put(variable.substring(0, sign), variable.substring(sign + 1));
      }
      from = end + 1;
    }
    return SerfEvent.of(environment, Arrays.copyOfRange(body, from + 1, body.length));
  }

  private static int end(byte[] body, int from) {
    for (int at = from; at < body.length; at++) {
      if (body[at] == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException(
        "no NUL ends the variables: send SERF_EVENT=…\\0…\\0\\0 and the standard input behind them");
  }
}
