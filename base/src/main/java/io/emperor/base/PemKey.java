package io.emperor.base;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key out of a PEM text. Java reads PKCS#8 alone, while Consul's own command makes SEC 1
 * keys and many tools make PKCS#1: these are wrapped into PKCS#8 here.
 */
public final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (PRIVATE KEY|RSA PRIVATE KEY|EC PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final byte[] VERSION_0 = hex("020100");
  private static final byte[] RSA_ALGORITHM = hex("300d06092a864886f70d0101010500");
  private static final byte[] EC_PUBLIC_KEY = hex("06072a8648ce3d0201");

  private PemKey() {}

  /**
   * Reads the first private key.
   *
   * @throws GeneralSecurityException if there is none, or it is encrypted or malformed
   */
  public static PrivateKey parse(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find() || block.group(2).contains(":")) {
      throw new InvalidKeyException("it holds no unencrypted private key in PEM form");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return switch (block.group(1)) {
        case "RSA PRIVATE KEY" -> key("RSA", pkcs8(RSA_ALGORITHM, der));
        case "EC PRIVATE KEY" ->
            key("EC", pkcs8(element(0x30, join(EC_PUBLIC_KEY, curve(der))), der));
        default -> anyKey(der);
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeyException("its private key is malformed", e);
    }
  }

  /** PKCS#8 says inside which kind of key it is; only the factory of that kind takes it. */
  private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException unknown =
        new InvalidKeyException("its private key is of no known kind");
    for (String algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
      try {
        return key(algorithm, pkcs8);
      } catch (GeneralSecurityException e) {
        unknown.addSuppressed(e);
      }
    }
    throw unknown;
  }

  private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return element(0x30, join(VERSION_0, algorithm, element(0x04, key)));
  }

  /** The curve's object identifier: SEC 1 has it in [0], after the version and the key's bytes. */
  private static byte[] curve(byte[] sec1) throws InvalidKeyException {
    int keyAt = contentAt(sec1, 0) + VERSION_0.length;
    int keyLength = sec1[keyAt + 1] & 0xff;
    int parameters = contentAt(sec1, keyAt) + keyLength;
    if ((sec1[parameters] & 0xff) != 0xa0) {
      throw new InvalidKeyException("its EC key does not name its curve");
    }
    byte[] curve = new byte[sec1[parameters + 1]];
    System.arraycopy(sec1, parameters + 2, curve, 0, curve.length);
    return curve;
  }

  private static int contentAt(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length - 0x80);
  }

  private static byte[] element(int tag, byte[] content) {
    int size = content.length;
    byte[] length;
    if (size < 0x80) {
      length = new byte[] {(byte) size};
    } else if (size < 0x100) {
      length = new byte[] {(byte) 0x81, (byte) size};
    } else {
      length = new byte[] {(byte) 0x82, (byte) (size >> 8), (byte) size};
    }
    return join(new byte[] {(byte) tag}, length, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
