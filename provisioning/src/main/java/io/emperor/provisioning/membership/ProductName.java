package io.emperor.provisioning.membership;

import java.util.regex.Pattern;

/** What a product or a service may be called: it is part of names of files, hosts and backends. */
final class ProductName {

  /** What to write, after the words "write a name of". */
  static final String RULE = "1 to 100 letters, digits, '.', '_' and '-', no '.' first";

  private static final Pattern NAME = Pattern.compile("(?!\\.)[A-Za-z0-9._-]{1,100}");

  private ProductName() {}

  static boolean isOne(String text) {
    return NAME.matcher(text).matches();
  }
}
