package io.emperor.provisioning.credential;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A part of a text in PEM, as RFC 7468 has it. Immutable.
 *
 * @param label {@code CERTIFICATE}
 * @param body what stands between its two lines
 */
record PemBlock(String label, String body) {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /**
   * All parts of a text. Other lines before, between and behind them are explanations, and left
   * out.
   *
   * @throws IllegalArgumentException if one of them does not begin or end; the message goes on
   *     after the name of what has the text
   */
  static List<PemBlock> of(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    String open = "";
    for (String line : (Iterable<String>) text.lines().map(String::strip)::iterator) {
      if (!line.startsWith(DASHES)) {
        body.append(line).append('\n');
      } else if (open.isEmpty() && isBegin(line)) {
        open = line.substring(BEGIN.length(), line.length() - DASHES.length());
        body.setLength(0);
      } else if (!open.isEmpty() && line.equals("-----END " + open + DASHES)) {
        blocks.add(new PemBlock(open, body.toString()));
        open = "";
      } else {
        throw new IllegalArgumentException("is broken PEM; write the whole file again");
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("ends within a part of it; write the whole file again");
    }
    return blocks;
  }

  private static boolean isBegin(String line) {
    return line.startsWith(BEGIN)
        && line.endsWith(DASHES)
        && line.length() > BEGIN.length() + DASHES.length();
  }

  /** In the same form for all who read it. */
  static String text(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return BEGIN + label + DASHES + "\n" + body + "\n-----END " + label + DASHES + "\n";
  }

  /**
   * Its bytes.
   *
   * @throws IllegalArgumentException if it is not in Base64
   */
  byte[] der() {
    return Base64.getDecoder().decode(body.replace("\n", ""));
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  /** Whether it is of use with a passphrase alone, in the new form or in that of old. */
  boolean isEncrypted() {
    return label.startsWith("ENCRYPTED ") || body.contains("ENCRYPTED");
  }

  String text() {
    return BEGIN + label + DASHES + "\n" + body + "-----END " + label + DASHES + "\n";
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return "PemBlock";
  }
}
