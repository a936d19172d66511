package io.emperor.config.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One pass over a text that masks what is secret in it. A value of a configuration is masked to its
 * end when in doubt; of a message that quotes one, as little as tells nothing.
 */
final class SecretScan {

  /** Options of many programs that take {@code USER:PASSWORD}. */
  private static final Set<String> LOGINS = Set.of("-u", "-U", "--user", "--proxy-user");

  private static final Set<String> SCHEMES = Set.of("bearer", "basic", "digest", "token");

  /** Forms that say by themselves what they are, as gitleaks lists them. */
  private static final Pattern KNOWN_FORM =
      Pattern.compile(
          "(?<![\\w-])(?:(?:AKIA|ASIA)[A-Z0-9]{16}"
              + "|(?:gh[pousr]|github_pat|glpat|npm|xox[abeprs]|hvs|[sr]k_live)[_.-][\\w.-]{8,}+"
              + "|eyJ[\\w-]++\\.[\\w.-]++|AIza[\\w-]{30,}+)");

  private static final int SHORTEST_BEARER = 8;

  private final String text;
  private final boolean isValue;
  private final StringBuilder shown = new StringBuilder();
  private int at;

  private SecretScan(String text, boolean isValue) {
    this.text = text;
    this.isValue = isValue;
  }

  static String ofValue(String value) {
    return new SecretScan(value, true).masked();
  }

  static String ofMessage(String message) {
    return new SecretScan(message, false).masked();
  }

  private String masked() {
    while (at < text.length()) {
      if (isBlankOrQuote(text.charAt(at))) {
        shown.append(text.charAt(at++));
      } else if (text.startsWith("-----BEGIN ", at)) {
        mask(text.length());
      } else {
        word(wordEnd(at));
      }
    }
    return shown.toString();
  }

  /** A run without blanks and quotes. */
  private void word(int end) {
    int secret = afterName(end);
    if (secret >= 0) {
      shown.append(withoutLogin(text.substring(at, Math.min(secret, end))));
      shown.append(text, Math.min(secret, end), secret);
      at = secret;
      mask(valueEnd(secret));
      return;
    }
    String word = text.substring(at, end);
    shown.append(withoutLogin(word));
    at = end;
    if (LOGINS.contains(trimmed(word))) {
      login(nextWord(end));
    } else if (trimmed(word).equalsIgnoreCase("bearer")) {
      bearer(nextWord(end));
    }
  }

  private void mask(int end) {
    shown.append(Secrets.MASK);
    at = end;
  }

  /** Where the value begins whose name stands in the word at hand; -1 if there is none. */
  private int afterName(int end) {
    int from = at;
    while (from < end) {
      if (!isNamePart(text.charAt(from))) {
        from++;
        continue;
      }
      int to = from;
      while (to < end && isNamePart(text.charAt(to))) {
        to++;
      }
      int value = valueAfter(from, to);
      if (value >= 0 && SecretNames.matches(text.substring(from, to))) {
        return value;
      }
      from = to;
    }
    return -1;
  }

  /** {@code NAME=}, {@code NAME:}, {@code "NAME":} and {@code --NAME } have a value behind them. */
  private int valueAfter(int from, int to) {
    boolean quoted = to < text.length() && isQuote(text.charAt(to));
    int sign = isValue || quoted ? skipBlanks(quoted ? to + 1 : to) : to;
    if (sign < text.length() && (text.charAt(sign) == '=' || text.charAt(sign) == ':')) {
      int next = skipBlanks(sign + 1);
      boolean scheme = next > sign + 1 && isScheme(next, wordEnd(next));
      int value = isValue || quoted || scheme ? next : sign + 1;
      return isToBeMasked(text.charAt(sign), value) ? value : -1;
    }
    if (text.charAt(from) != '-') {
      return -1;
    }
    int comma = to < text.length() && text.charAt(to) == ',' ? to + 1 : to;
    int value = skipBlanks(comma);
    return value > comma && value < text.length() ? value : -1;
  }

  /** In a message, a colon with a blank or a number behind it is the message's own. */
  private boolean isToBeMasked(char sign, int value) {
    return value < text.length()
        && (isValue
            || sign == '='
            || !(Character.isWhitespace(text.charAt(value))
                || Character.isDigit(text.charAt(value))));
  }

  private int valueEnd(int start) {
    char first = text.charAt(start);
    if (isQuote(first)) {
      return closing(first, start + 1);
    }
    if (isValue && (first == '[' || first == '{')) {
      return text.length();
    }
    int end = isValue ? blank(start) : wordEnd(start);
    if (isScheme(start, end) && skipBlanks(end) < text.length()) {
      end = blank(skipBlanks(end));
    }
    return isValue ? withWhatFollows(start, end) : end;
  }

  /** {@code NAME: Bearer VALUE}. */
  private boolean isScheme(int start, int end) {
    return SCHEMES.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
  }

  /** A secret may have blanks in it; what looks like the next option or setting is none of it. */
  private int withWhatFollows(int start, int end) {
    int last = end;
    while (last < text.length() && text.charAt(last - 1) != ',') {
      int next = skipBlanks(last);
      int nextEnd = next < text.length() ? blank(next) : next;
      String word = text.substring(next, nextEnd);
      if (word.isEmpty() || word.startsWith("-") || word.indexOf('=') > 0) {
        break;
      }
      last = nextEnd;
    }
    return last > start + 1 && text.charAt(last - 1) == ',' ? last - 1 : last;
  }

  private int closing(char quote, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i + 1;
      }
    }
    return text.length();
  }

  /** A name and a password, of which the latter is masked. */
  private void login(int start) {
    int end = start < 0 ? -1 : wordEnd(start);
    for (int colon = start; colon < end - 1; colon++) {
      if (text.charAt(colon) == ':') {
        shown.append(text, at, colon + 1);
        mask(end);
        return;
      }
    }
  }

  private void bearer(int start) {
    if (start >= 0 && wordEnd(start) - start >= SHORTEST_BEARER) {
      shown.append(text, at, start);
      mask(wordEnd(start));
    }
  }

  /** Where the word behind the blanks at a place begins; -1 if there are none, or no word. */
  private int nextWord(int from) {
    int next = skipBlanks(from);
    return next == from || next == text.length() || isQuote(text.charAt(next)) ? -1 : next;
  }

  /** A word without what stands before the {@code @} of an address, and without known forms. */
  private static String withoutLogin(String word) {
    String plain = KNOWN_FORM.matcher(word).replaceAll(Secrets.MASK);
    int last = plain.lastIndexOf('@');
    int scheme = plain.indexOf(":/");
    int start = scheme < 0 ? plain.indexOf('/') + 1 : scheme + 2;
    while (start < last && plain.charAt(start) == '/') {
      start++;
    }
    boolean isAddress = scheme >= 0 || (start > 1 && !isVersion(plain, last + 1));
    return isAddress && start < last
        ? plain.substring(0, start) + Secrets.MASK + plain.substring(last)
        : plain;
  }

  /** Of an image or a package: {@code library/name@sha256:…}, {@code group/name@1.2}. */
  private static boolean isVersion(String word, int from) {
    return word.startsWith("sha", from)
        || (from < word.length() && Character.isDigit(word.charAt(from)));
  }

  private static String trimmed(String word) {
    return word.endsWith(",") ? word.substring(0, word.length() - 1) : word;
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length() && !isBlankOrQuote(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int blank(int from) {
    int end = from;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int skipBlanks(int from) {
    int next = from;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next;
  }

  private static boolean isNamePart(char c) {
    return c == '_' || c == '-' || c == '.' || Character.isLetterOrDigit(c);
  }

  private static boolean isBlankOrQuote(char c) {
    return Character.isWhitespace(c) || isQuote(c);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }
}
